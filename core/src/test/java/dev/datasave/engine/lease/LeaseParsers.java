package dev.datasave.engine.lease;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.datasave.engine.Parser;
import java.time.Duration;
import java.util.List;

/** What of this room reads what was stored or received. */
public final class LeaseParsers {
    private LeaseParsers() {}

    /** The parsers of this room. */
    public static List<Parser> all() {
        return List.of(Parser.of("lease", text -> {
            LeaseFormat lease = LeaseFormat.of(Parser.entry(text, null));
            assertThat(lease.time()).isBetween(Duration.ofMillis(1), Duration.ofHours(1));
            Parser.again(lease.content(new JsonObject()), LeaseFormat::of, lease);
        }));
    }
}
