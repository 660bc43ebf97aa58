package dev.datasave.engine.loop;

import dev.datasave.Holder;
import dev.datasave.engine.entry.RandomId;
import dev.datasave.spi.Environment;
import java.time.Instant;

/**
 * The name and incarnation of this server, and random ids. An id has 80 bits in 16 characters of a–z and 2–7, so that it can be a name, a label or a
 * part of a key. The incarnation may be read from any thread; {@link #reincarnate} is called on the loop.
 */
public final class Ids {
    private final Environment environment;
    private final String serverName;
    private volatile String incarnation;

    Ids(Environment environment, String serverName) {
        this.environment = environment;
        this.serverName = serverName;
        this.incarnation = token();
    }

    /** The server's label. */
    public String serverName() {
        return serverName;
    }

    /** The id under which this server holds profiles now. */
    public String incarnation() {
        return incarnation;
    }

    /** Begins a fresh incarnation and returns it (P3). */
    public String reincarnate() {
        incarnation = token();
        return incarnation;
    }

    /** This server as a holder. */
    public Holder self(Instant since) {
        return new Holder(serverName, incarnation, since);
    }

    /** A fresh id for an incarnation or a session. */
    public String token() {
        return RandomId.of(environment.randomLong(), environment.randomLong());
    }

    /** A fresh write id of this incarnation. */
    public String writeId() {
        return writeId(incarnation);
    }

    /** A fresh write id. It begins with its author's incarnation, so that the database shows which server wrote. */
    public String writeId(String author) {
        return author + "-" + token();
    }
}
