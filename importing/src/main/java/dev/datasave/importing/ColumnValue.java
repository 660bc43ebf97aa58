package dev.datasave.importing;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.datasave.importing.TableMapping.Column;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/** What a column's value is in JSON. */
final class ColumnValue {
    private ColumnValue() {}

    /**
     * The value of a column; empty if it has none.
     *
     * @throws IllegalArgumentException if it is not what the mapping says, with the column, without the value
     */
    static Optional<JsonElement> of(SourceRow row, String name, Column column) {
        Object value = row.value(name);
        boolean isText = column.as() == TableMapping.Kind.TEXT;
        if (value == null || (row.isEmptyNothing() && !isText && value.equals(""))) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    switch (column.as()) {
                        case TEXT -> new JsonPrimitive(text(value));
                        case LONG -> new JsonPrimitive(decimal(value).longValueExact());
                        case NUMBER -> new JsonPrimitive(decimal(value));
                        case BOOLEAN -> new JsonPrimitive(truth(value));
                        case JSON -> StrictJson.parse(text(value));
                        case TIME -> new JsonPrimitive(time(value));
                    });
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "column " + name + ": found no " + word(column) + " that JSON can hold", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("column " + name + ": " + e.getMessage(), e);
        }
    }

    private static String word(Column column) {
        return column.as().name().toLowerCase(Locale.ROOT);
    }

    /** The text of any value. */
    static String text(Object value) {
        return switch (value) {
            case byte[] bytes -> StrictJson.text(bytes, StandardCharsets.UTF_8);
            case BigDecimal number -> number.toPlainString();
            default -> value.toString();
        };
    }

    private static BigDecimal decimal(Object value) {
        return switch (value) {
            case Boolean yes -> yes ? BigDecimal.ONE : BigDecimal.ZERO;
            default -> new BigDecimal(text(value).strip());
        };
    }

    private static boolean truth(Object value) {
        return switch (text(value).strip().toLowerCase(Locale.ROOT)) {
            case "true", "t", "1", "yes", "y" -> true;
            case "false", "f", "0", "no", "n" -> false;
            default -> throw new IllegalArgumentException("found no boolean, expected true, false, 1, 0, yes or no");
        };
    }

    /** As ISO 8601. A time without a zone is taken as UTC. */
    private static String time(Object value) {
        return switch (value) {
            case Timestamp at -> at.toLocalDateTime().toInstant(ZoneOffset.UTC).toString();
            case OffsetDateTime at -> at.toInstant().toString();
            case LocalDateTime at -> at.toInstant(ZoneOffset.UTC).toString();
            default -> text(value);
        };
    }
}
