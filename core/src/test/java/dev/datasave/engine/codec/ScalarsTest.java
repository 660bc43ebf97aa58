package dev.datasave.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.Codec;
import dev.datasave.engine.json.FormatProblem;
import dev.datasave.engine.json.JsonText;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Platform values come back as they were, to the last digit, or are refused with their place and what would fit. */
@SuppressWarnings("JavaUtilDate") // one of the types to be kept
class ScalarsTest {
    private static final Map<String, Class<?>> TYPES = Map.ofEntries(
            Map.entry("byte", Byte.class),
            Map.entry("short", Short.class),
            Map.entry("int", Integer.class),
            Map.entry("long", Long.class),
            Map.entry("float", Float.class),
            Map.entry("double", Double.class),
            Map.entry("boolean", Boolean.class),
            Map.entry("BigInteger", BigInteger.class),
            Map.entry("BigDecimal", BigDecimal.class),
            Map.entry("Instant", Instant.class),
            Map.entry("LocalDate", LocalDate.class),
            Map.entry("Year", Year.class),
            Map.entry("Duration", Duration.class),
            Map.entry("ZoneId", ZoneId.class),
            Map.entry("Date", Date.class));

    record Moments(Instant value) {}

    record Doubles(Optional<Optional<String>> value) {}

    @SuppressWarnings("unchecked") // an object's class is of its own type
    private static Codec<Object> codecOf(Object value) {
        boolean isRegion = value instanceof ZoneId && !(value instanceof ZoneOffset);
        return Codec.gson((Class<Object>) (isRegion ? ZoneId.class : value.getClass()));
    }

    private static Object again(Object value) {
        Codec<Object> codec = codecOf(value);
        return codec.decode(JsonText.parse(JsonText.write(codec.encode(value))));
    }

    private static ZonedDateTime inTheHourThatComesTwice() {
        return ZonedDateTime.of(2024, 10, 27, 2, 30, 0, 0, ZoneId.of("Europe/Berlin"));
    }

    static List<Object> values() {
        List<Object> times = List.of(
                Instant.MIN,
                Instant.MAX,
                LocalDateTime.MIN,
                LocalDateTime.MAX,
                LocalTime.of(23, 0),
                LocalTime.MAX,
                OffsetTime.MIN,
                OffsetDateTime.MAX,
                YearMonth.of(Year.MIN_VALUE, 1),
                YearMonth.of(-10_000, 1),
                YearMonth.of(0, 1),
                YearMonth.of(9_999, 12),
                YearMonth.of(10_000, 1),
                MonthDay.of(2, 29),
                Period.of(Integer.MIN_VALUE, Integer.MAX_VALUE, 0),
                Duration.ofSeconds(Long.MIN_VALUE),
                Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
                ZoneOffset.ofHoursMinutesSeconds(-1, -2, -3),
                ZoneId.of("UTC+01:30"),
                inTheHourThatComesTwice().withEarlierOffsetAtOverlap(),
                inTheHourThatComesTwice().withLaterOffsetAtOverlap(),
                new Date(Long.MIN_VALUE));
        List<Object> numbers = List.of(
                Byte.MIN_VALUE,
                Long.MIN_VALUE,
                Double.MIN_VALUE,
                -0.0,
                Float.MAX_VALUE,
                0.1f,
                new BigDecimal("1E-999"),
                new BigDecimal("0.00"),
                new BigDecimal("1." + "1".repeat(997)),
                BigInteger.TEN.pow(308),
                OptionalLong.of(Long.MIN_VALUE),
                OptionalDouble.of(-0.0));
        return Stream.of(times, numbers).flatMap(List::stream).toList();
    }

    @ParameterizedTest
    @MethodSource("values")
    void comesBackAsItWas(Object value) {
        assertThat(again(value)).isEqualTo(value);
    }

    @Test
    void anyMomentAndNumberComesBackAsItWas() {
        Random random = new Random(23);
        for (int i = 0; i < 100; i++) {
            long bits = random.nextLong();
            int year = random.nextInt(2 * Year.MAX_VALUE + 1) - Year.MAX_VALUE;
            LocalDate date = LocalDate.ofYearDay(year, 1 + random.nextInt(365));
            for (Object value : List.of(
                    bits,
                    new BigDecimal(BigInteger.valueOf(bits).pow(1 + random.nextInt(8)), random.nextInt(700) - 100),
                    BigInteger.valueOf(bits).pow(1 + random.nextInt(16)),
                    Double.longBitsToDouble(bits & ~(1L << 62)),
                    date,
                    Year.from(date),
                    YearMonth.from(date),
                    Duration.ofSeconds(bits, random.nextInt(1_000_000_000)),
                    Instant.ofEpochSecond(bits >> 12, random.nextInt(1_000_000_000)),
                    new Date(bits))) {
                assertThat(again(value)).as("%s %s", value.getClass(), value).isEqualTo(value);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            byte       | 128                    | another NUMBER  | a whole number from -128 to 127
            byte       | -129                   | another NUMBER  | a whole number from -128 to 127
            short      | 32768                  | another NUMBER  | a whole number from -32768 to 32767
            int        | 2147483648             | another NUMBER  | a whole number from -2147483648 to 2147483647
            int        | 1.5                    | another NUMBER  | a whole number from -2147483648 to 2147483647
            int        | 1e999999999            | another NUMBER  | a whole number from -2147483648 to 2147483647
            int        | "secret"               | another STRING  | a whole number from -2147483648 to 2147483647
            int        | true                   | another BOOLEAN | a whole number from -2147483648 to 2147483647
            int        | {"secret":1}           | BEGIN_OBJECT    | a whole number from -2147483648 to 2147483647
            long       | 9223372036854775808    | another NUMBER  | a whole number from -9223372036854775808 to 9223372036854775807
            float      | 1e39                   | another NUMBER  | a finite number
            double     | 1e309                  | another NUMBER  | a finite number
            double     | "NaN"                  | another STRING  | a finite number
            double     | [1]                    | BEGIN_ARRAY     | a finite number
            boolean    | "yes"                  | another STRING  | true or false
            boolean    | 1                      | another NUMBER  | true or false
            BigInteger | 1.5                    | another NUMBER  | a number within the range of a double and of less than 1000 digits
            BigInteger | 1e309                  | another NUMBER  | a number within the range of a double and of less than 1000 digits
            BigDecimal | 1e-1000                | another NUMBER  | a number within the range of a double and of less than 1000 digits
            BigDecimal | 1e999999999999         | another NUMBER  | a number within the range of a double and of less than 1000 digits
            Instant    | "2023-02-29T00:00:00Z" | another STRING  | the text of a Instant
            LocalDate  | "2100-02-29"           | another STRING  | the text of a LocalDate
            LocalDate  | 20240229               | another NUMBER  | the text of a LocalDate
            Year       | "1000000000"           | another STRING  | the text of a Year
            Duration   | "secret"               | another STRING  | the text of a Duration
            ZoneId     | "Mars/Secret"          | another STRING  | the text of a ZoneId
            Date       | "secret"               | another STRING  | the text of a moment
            """)
    void whatDoesNotFitIsNamedWithoutItsContent(String type, String json, String found, String expected) {
        Codec<?> codec = Codec.gson(TYPES.get(type));
        assertThatThrownBy(() -> codec.decode(JsonText.parse(json)))
                .hasMessage("at $: found " + found + ", expected " + expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            byte       | 12.0     | 12
            int        | 1e3      | 1000
            int        | "7"      | 7
            long       | 9223372036854775807.00 | 9223372036854775807
            boolean    | "true"   | true
            double     | "1e3"    | 1000.0
            BigInteger | 1.50e1   | 15
            """)
    void aNumberMayBeWrittenInAnotherWay(String type, String json, String value) {
        assertThat(Codec.gson(TYPES.get(type)).decode(JsonText.parse(json))).hasToString(value);
    }

    @Test
    void aPlaceIsNamedInTheMessage() {
        Codec<Moments> codec = Codec.gson(Moments.class);
        assertThatThrownBy(() -> codec.decode(JsonText.parse("{\"value\":\"secret\"}")))
                .isInstanceOf(FormatProblem.class)
                .hasMessage("at $.value: found another STRING, expected the text of a Instant");
    }

    @Test
    void aNumberThatCouldNotBeReadAgainIsRefusedWhenItIsWritten() {
        for (Number number : List.of(
                new BigDecimal("1E+309"),
                new BigDecimal("1E-1000"),
                new BigDecimal("1." + "1".repeat(999)),
                BigInteger.TEN.pow(309))) {
            assertThatThrownBy(() -> codecOf(number).encode(number))
                    .isInstanceOf(FormatProblem.class)
                    .hasMessage(
                            "at $: found a number of too many digits, expected one within the range of a double and of less"
                                    + " than 1000 digits");
        }
    }

    @Test
    void anOptionalOfAnOptionalIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Codec.gson(Doubles.class))
                .withMessageContaining("found an optional of an optional, expected one of a value");
    }
}
