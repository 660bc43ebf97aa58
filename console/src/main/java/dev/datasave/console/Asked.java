package dev.datasave.console;

import dev.datasave.Paging;
import dev.datasave.ops.Mandate;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a request asks for, checked. */
final class Asked {
    private Asked() {}

    /** A part of the address; empty if it is missing. */
    static String text(Context asked, String name) {
        String value = asked.queryParam(name);
        return value == null ? "" : value;
    }

    static String needed(Context asked, String name) {
        String value = text(asked, name);
        if (value.isEmpty()) {
            throw new Refusal(400, name + ": found nothing in the address, expected a value");
        }
        return value;
    }

    static long number(Context asked, String name, long otherwise) {
        String value = text(asked, name);
        return value.isEmpty() ? otherwise : parsed(name, value);
    }

    static int position(Context asked, String name) {
        return (int) Math.max(0, Math.min(number(asked, name, 0), Integer.MAX_VALUE));
    }

    private static long parsed(String name, String value) {
        try {
            return Long.parseLong(value.strip());
        } catch (NumberFormatException e) {
            throw new Refusal(400, name + ": found " + Shown.text(value, 40) + ", expected a whole number");
        }
    }

    static Paging paging(Context asked, int size) {
        String after = text(asked, "after");
        return new Paging(size, after.isEmpty() ? Optional.empty() : Optional.of(after));
    }

    /** A field of the form; empty if it is missing. */
    static String field(Context asked, String name) {
        String value = asked.formParam(name);
        return value == null ? "" : value;
    }

    static OptionalLong seen(Context asked) {
        String seen = field(asked, "seen");
        return seen.isEmpty() ? OptionalLong.empty() : OptionalLong.of(parsed("seen", seen));
    }

    static Visits.Visit visit(Context asked) {
        Visits.@Nullable Visit visit = asked.attribute(Guard.VISIT);
        if (visit == null) {
            throw new Refusal(401, "Log in, please.");
        }
        return visit;
    }

    /** Who acts, and the reason that the form gives. */
    static Mandate mandate(Context asked) {
        return new Mandate(visit(asked).user().name(), field(asked, "why").strip());
    }
}
