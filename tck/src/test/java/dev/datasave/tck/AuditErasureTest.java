package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.datasave.DataSave;
import dev.datasave.spi.Content;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An erased person is gone from the operators' audit log, too; that something was done stays (P14). */
class AuditErasureTest extends PeopleOnNetwork {
    private static final String LINE = "{\"at\":\"2026-01-01T00:00:00Z\",\"who\":\"alice\",\"action\":\"edit\","
            + "\"state\":\"done\",\"store\":\"Purse\",\"key\":\"k\",\"why\":\"" + SECRET + "\"}";

    private static String subject(String key) throws NoSuchAlgorithmException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(("Purse\0" + key).getBytes(StandardCharsets.UTF_8));
        return "~profile/" + HexFormat.of().formatHex(hash, 0, 20);
    }

    private void assertErased(String line) {
        Content left = entry("~audit", line).content();
        JsonObject told = JsonParser.parseString(String.valueOf(left.value())).getAsJsonObject();
        assertThat(told.keySet()).containsExactlyInAnyOrder("at", "who", "action", "state", "erased");
        assertThat(left.userIds()).isEmpty();
    }

    @Test
    @DisplayName("P14: lines about a profile of the person lose what tells of the person, with and without user ids")
    void lines() throws NoSuchAlgorithmException {
        DataSave a = server("a");
        eves(a, "k");
        put("~audit", "1", new Content(LINE, Set.of(EVE, subject("k")), Map.of(), null, null, null));
        put("~audit", "2", new Content(LINE, Set.of(subject("k")), Map.of(), null, null, null));
        put("~audit", "3", new Content("{\"action\":\"doctor\"}", Set.of(), Map.of(), null, null, null));
        assertThat(done(erased(a, OPTIONS))).contains("~audit USER_ID DETACHED", "~audit PROFILE DETACHED");
        assertErased("1");
        assertErased("2");
        assertThat(entry("~audit", "3").revision()).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "P14: a line about a person whose profile is gone is found by user id; one that can't be read loses everything")
    void alone() throws NoSuchAlgorithmException {
        DataSave a = server("a");
        put("~audit", "1", new Content(LINE, Set.of(EVE, subject("k")), Map.of(), null, null, null));
        put("~audit", "2", new Content("\"" + SECRET + "\"", Set.of(EVE), Map.of(), null, null, null));
        erased(a, OPTIONS);
        assertErased("1");
        assertThat(entry("~audit", "2").content().value()).isEqualTo("{\"erased\":true}");
    }
}
