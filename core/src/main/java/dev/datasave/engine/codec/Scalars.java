package dev.datasave.engine.codec;

import com.google.gson.Gson;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.datasave.engine.json.Decimal;
import dev.datasave.engine.json.FormatProblem;
import dev.datasave.engine.json.JsonText;
import java.io.IOException;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Adapters for the platform's values. Gson's own cut numbers that are out of range, lose the milliseconds of a date, and can't handle {@code java.time}.
 */
final class Scalars {
    private static final Map<Class<?>, Function<String, ?>> TIMES = Map.ofEntries(
            Map.entry(Instant.class, Instant::parse),
            Map.entry(Duration.class, Duration::parse),
            Map.entry(Period.class, Period::parse),
            Map.entry(LocalDate.class, LocalDate::parse),
            Map.entry(LocalTime.class, LocalTime::parse),
            Map.entry(LocalDateTime.class, LocalDateTime::parse),
            Map.entry(OffsetTime.class, OffsetTime::parse),
            Map.entry(OffsetDateTime.class, OffsetDateTime::parse),
            Map.entry(ZonedDateTime.class, ZonedDateTime::parse),
            Map.entry(Year.class, text -> Year.of(Integer.parseInt(text))),
            Map.entry(YearMonth.class, Scalars::yearMonth),
            Map.entry(MonthDay.class, MonthDay::parse),
            Map.entry(ZoneOffset.class, ZoneOffset::of),
            Map.entry(ZoneId.class, ZoneId::of));

    private static final Map<Class<?>, Class<?>> BOXES = Map.of(
            long.class, Long.class,
            int.class, Integer.class,
            short.class, Short.class,
            byte.class, Byte.class,
            double.class, Double.class,
            float.class, Float.class,
            boolean.class, Boolean.class);

    private static final int DIGITS = JsonText.MAX_NUMBER;

    private Scalars() {}

    /** Its text has no sign before a year of five digits, but its parser wants one. */
    private static YearMonth yearMonth(String text) {
        return YearMonth.parse(text.indexOf('-') > 4 && !text.startsWith("+") ? "+" + text : text);
    }

    static boolean isTime(Class<?> raw) {
        return TIMES.containsKey(raw);
    }

    static boolean isOptional(Class<?> raw) {
        return raw == Optional.class
                || raw == OptionalInt.class
                || raw == OptionalLong.class
                || raw == OptionalDouble.class;
    }

    /** The empty one of an optional type. */
    static Object empty(Class<?> raw) {
        if (raw == OptionalInt.class) {
            return OptionalInt.empty();
        } else if (raw == OptionalLong.class) {
            return OptionalLong.empty();
        }
        return raw == OptionalDouble.class ? OptionalDouble.empty() : Optional.empty();
    }

    /** The adapter for a platform type, or null if it is none of these. */
    static @Nullable TypeAdapter<?> adapter(Gson gson, Class<?> raw, Type type) {
        Class<?> time = ZoneId.class.isAssignableFrom(raw) && raw != ZoneOffset.class ? ZoneId.class : raw;
        Function<String, ?> parse = TIMES.get(time);
        if (parse != null) {
            return text(time, time.getSimpleName(), parse, Object::toString);
        } else if (raw == Date.class) {
            return text(
                    Date.class,
                    "moment",
                    text -> Date.from(Instant.parse(text)),
                    date -> date.toInstant().toString());
        } else if (raw == Locale.class) {
            return text(Locale.class, "Locale", Locales::read, Locales::write);
        }
        TypeAdapter<?> number = number(BOXES.getOrDefault(raw, raw));
        return number == null ? optional(gson, raw, type) : number;
    }

    private static @Nullable TypeAdapter<?> number(Class<?> raw) {
        if (raw == Long.class) {
            return whole(raw, Long.MIN_VALUE, Long.MAX_VALUE, n -> n);
        } else if (raw == Integer.class) {
            return whole(raw, Integer.MIN_VALUE, Integer.MAX_VALUE, n -> (int) n);
        } else if (raw == Short.class) {
            return whole(raw, Short.MIN_VALUE, Short.MAX_VALUE, n -> (short) n);
        } else if (raw == Byte.class) {
            return whole(raw, Byte.MIN_VALUE, Byte.MAX_VALUE, n -> (byte) n);
        } else if (raw == AtomicLong.class) {
            return whole(raw, Long.MIN_VALUE, Long.MAX_VALUE, AtomicLong::new);
        } else if (raw == AtomicInteger.class) {
            return whole(raw, Integer.MIN_VALUE, Integer.MAX_VALUE, n -> new AtomicInteger((int) n));
        } else if (raw == Double.class) {
            return floating(raw, Double::valueOf);
        } else if (raw == Float.class) {
            return floating(raw, Float::valueOf);
        } else if (raw == Boolean.class) {
            return new Scalar<Boolean>(raw, "true or false", Scalars::flag, JsonWriter::value);
        } else if (raw == AtomicBoolean.class) {
            return new Scalar<AtomicBoolean>(
                    raw, "true or false", text -> new AtomicBoolean(flag(text)), (out, flag) -> out.value(flag.get()));
        } else if (raw == BigInteger.class) {
            return exact(raw, BigDecimal::toBigIntegerExact);
        }
        return raw == BigDecimal.class ? exact(raw, number -> number) : null;
    }

    private static @Nullable TypeAdapter<?> optional(Gson gson, Class<?> raw, Type type) {
        if (raw == Optional.class) {
            Type inside = Types.argument(type, 0);
            if (isOptional(Types.raw(inside))) {
                throw new RefusedType("an optional of an optional", "one of a value");
            }
            return new OptionalAdapter<Optional<Object>, Object>(
                    gson, inside, Optional.empty(), Optional::of, Optional::isPresent, Optional::get);
        } else if (raw == OptionalInt.class) {
            return new OptionalAdapter<OptionalInt, Integer>(
                    gson,
                    Integer.class,
                    OptionalInt.empty(),
                    OptionalInt::of,
                    OptionalInt::isPresent,
                    OptionalInt::getAsInt);
        } else if (raw == OptionalLong.class) {
            return new OptionalAdapter<OptionalLong, Long>(
                    gson,
                    Long.class,
                    OptionalLong.empty(),
                    OptionalLong::of,
                    OptionalLong::isPresent,
                    OptionalLong::getAsLong);
        } else if (raw == OptionalDouble.class) {
            return new OptionalAdapter<OptionalDouble, Double>(
                    gson,
                    Double.class,
                    OptionalDouble.empty(),
                    OptionalDouble::of,
                    OptionalDouble::isPresent,
                    OptionalDouble::getAsDouble);
        }
        return null;
    }

    private static <T> TypeAdapter<T> text(
            Class<?> type, String name, Function<String, ? extends T> parse, Function<? super T, String> print) {
        return new Scalar<>(type, "the text of a " + name, parse, (out, value) -> out.value(print.apply(value)));
    }

    private static TypeAdapter<Number> whole(Class<?> type, long min, long max, LongFunction<Number> narrow) {
        return new Scalar<>(
                type,
                "a whole number from " + min + " to " + max,
                text -> {
                    long number;
                    try {
                        number = Long.parseLong(text);
                    } catch (NumberFormatException e) {
                        number = Decimal.whole(text);
                    }
                    if (number < min || number > max) {
                        throw new ArithmeticException("out of range");
                    }
                    return narrow.apply(number);
                },
                (out, number) -> out.value(number.longValue()));
    }

    private static TypeAdapter<Number> floating(Class<?> type, Function<String, Number> parse) {
        return new Scalar<>(
                type,
                "a finite number",
                text -> {
                    Number number = parse.apply(text);
                    if (!Double.isFinite(number.doubleValue())) {
                        throw new ArithmeticException("not finite");
                    }
                    return number;
                },
                (out, number) -> {
                    if (!Double.isFinite(number.doubleValue()) && !Adapters.isLenient(out)) {
                        throw notFinite();
                    }
                    out.value(number);
                });
    }

    static FormatProblem notFinite() {
        return JsonText.notFinite("$");
    }

    /** A number of many digits: few enough to be read again, and within the range of a double, because Gson's trees take no other. */
    private static TypeAdapter<Number> exact(Class<?> type, Function<BigDecimal, Number> convert) {
        String within = "within the range of a double and of less than " + DIGITS + " digits";
        return new Scalar<>(
                type,
                "a number " + within,
                text -> {
                    if (text.length() > DIGITS || isTooLong(new BigDecimal(text))) {
                        throw new ArithmeticException("too long");
                    }
                    return convert.apply(new BigDecimal(text));
                },
                (out, number) -> {
                    if (isTooLong(number)) {
                        throw new FormatProblem("found a number of too many digits, expected one " + within);
                    }
                    out.value(number);
                });
    }

    private static boolean isTooLong(Number number) {
        return !Double.isFinite(number.doubleValue())
                || (number instanceof BigDecimal decimal
                        && (Math.abs((long) decimal.scale()) >= DIGITS
                                || decimal.toString().length() > DIGITS));
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither");
        };
    }

    /** Reads and writes a value that is no object and no array; JSON null is null. */
    private static final class Scalar<T> extends TypeAdapter<T> {
        private final Class<?> type;
        private final String expected;
        private final Function<String, ? extends T> parse;
        private final Writing<T> writing;

        /** Writes a value that is not null. */
        interface Writing<T> {
            void write(JsonWriter out, T value) throws IOException;
        }

        Scalar(Class<?> type, String expected, Function<String, ? extends T> parse, Writing<T> writing) {
            this.type = type;
            this.expected = expected;
            this.parse = parse;
            this.writing = writing;
        }

        @Override
        public @Nullable T read(JsonReader in) throws IOException {
            JsonToken token = in.peek();
            if (token == JsonToken.NULL) {
                in.nextNull();
                return null;
            }
            if (token == JsonToken.BEGIN_OBJECT || token == JsonToken.BEGIN_ARRAY) {
                throw new FormatProblem(in.getPath(), token.toString(), expected);
            }
            String text = token == JsonToken.BOOLEAN ? String.valueOf(in.nextBoolean()) : in.nextString();
            try {
                return parse.apply(text);
            } catch (VirtualMachineError machine) {
                throw machine;
            } catch (Throwable e) {
                throw new FormatProblem(in.getPreviousPath(), "another " + token, expected);
            }
        }

        @Override
        public void write(JsonWriter out, @Nullable T value) throws IOException {
            if (value == null) {
                out.nullValue();
                return;
            }
            Object found = value; // a value of another class got there through a raw type
            if (found.getClass() != type && !(found instanceof ZoneId) && !Adapters.isLenient(out)) {
                throw new FormatProblem("found a " + found.getClass().getName() + " where the data type declares a "
                        + type.getName() + ", expected the declared one");
            }
            writing.write(out, value);
        }
    }
}
