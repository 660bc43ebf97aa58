package dev.datasave.jdbc.network;

import dev.datasave.jdbc.sql.Dialect;
import dev.datasave.jdbc.sql.ErrorText;
import dev.datasave.jdbc.sql.Link;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Capability;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Signals;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A database without signals of its own, so that what arrives has come over the network. */
@SuppressWarnings("exports") // the tests of this module are exported to nobody
public record Mute(Dialect dialect) implements Dialect {
    @Override
    public <T> T read(Body<T> body) {
        return dialect.read(body);
    }

    @Override
    public <T> T write(boolean powerSafe, int weight, Body<T> body) {
        return dialect.write(powerSafe, weight, body);
    }

    @Override
    public List<Optional<Entry>> find(List<EntryId> ids) {
        return dialect.find(ids);
    }

    @Override
    public List<WriteResult> carryOut(List<Write> writes, Atomicity atomicity) {
        return dialect.carryOut(writes, atomicity);
    }

    @Override
    public Instant now(Link link) throws SQLException {
        return dialect.now(link);
    }

    @Override
    public List<String> check() {
        return dialect.check();
    }

    @Override
    public Signals signals() {
        return Signals.NONE;
    }

    @Override
    public Set<Capability> capabilities() {
        Set<Capability> all = EnumSet.copyOf(dialect.capabilities());
        all.remove(Capability.PUSH);
        return all;
    }

    @Override
    public ErrorText errors() {
        return dialect.errors();
    }

    @Override
    public void close() {
        dialect.close();
    }
}
