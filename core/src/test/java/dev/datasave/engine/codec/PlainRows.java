package dev.datasave.engine.codec;

import static dev.datasave.engine.codec.DataRows.kept;
import static dev.datasave.engine.codec.DataRows.unopened;
import static dev.datasave.engine.codec.DataRows.unsaved;

import dev.datasave.engine.codec.DataRows.Row;
import dev.datasave.engine.codec.GameTypes.Rank;
import dev.datasave.engine.codec.GameTypes.Stamp;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Rows of what is one value in JSON: numbers, texts, identities, times. Each is held by a record of its own. */
@SuppressWarnings({
    "JavaUtilDate",
    "rawtypes",
    "JdkObsolete",
    "ClassCanBeStatic",
    "HidingField",
    "ArrayRecordComponent",
    "unused"
}) // what games have
final class PlainRows {
    record Longs(long value) {}

    record Ints(int value) {}

    record Shorts(short value) {}

    record Bytes(byte value) {}

    record Doubles(double value) {}

    record Floats(float value) {}

    record Chars(char value) {}

    record Boxes(@Nullable Integer value) {}

    record BigInts(BigInteger value) {}

    record Decimals(BigDecimal value) {}

    record Numbers(Number value) {}

    record AtomicInts(AtomicInteger value) {}

    record AtomicLongs(AtomicLong value) {}

    record AtomicFlags(AtomicBoolean value) {}

    record References(AtomicReference<String> value) {}

    record Adders(LongAdder value) {}

    record Texts(String value) {}

    record Sequences(CharSequence value) {}

    record Ids(UUID value) {}

    record Addresses(URI value) {}

    record Ranks(Rank value) {}

    record AnyEnums(Enum<?> value) {}

    record Locales(Locale value) {}

    record Currencies(Currency value) {}

    record Bits(BitSet value) {}

    record Instants(Instant value) {}

    record Durations(Duration value) {}

    record Dates(Date value) {}

    record LocalDates(LocalDate value) {}

    record LocalTimes(LocalDateTime value) {}

    record Offsets(OffsetDateTime value) {}

    record Zoned(ZonedDateTime value) {}

    record Months(YearMonth value) {}

    record Zones(ZoneId value) {}

    record Days(DayOfWeek value) {}

    record Calendars(Calendar value) {}

    record Classes(Class<?> value) {}

    record Threads(Thread value) {}

    private PlainRows() {}

    static List<Row> numbers() {
        return List.of(
                kept("9223372036854775807", Longs.class, Long.MAX_VALUE),
                kept("-2147483648", Ints.class, Integer.MIN_VALUE),
                kept("-32768", Shorts.class, Short.MIN_VALUE),
                kept("-128", Bytes.class, Byte.MIN_VALUE),
                kept("-0.0, with its sign", Doubles.class, -0.0),
                kept("the smallest, 4.9E-324", Doubles.class, Double.MIN_VALUE),
                unsaved("NaN", Doubles.class, Double.NaN),
                kept("0.1", Floats.class, 0.1f),
                unsaved("an infinity", Floats.class, Float.POSITIVE_INFINITY),
                kept("null", Boxes.class, null),
                kept("300 digits", BigInts.class, BigInteger.TEN.pow(300).add(BigInteger.ONE)),
                unsaved("400 digits: beyond the range of a double", BigInts.class, BigInteger.TEN.pow(400)),
                kept("1.00, with its zeros", Decimals.class, new BigDecimal("1.00")),
                unopened(Numbers.class),
                kept("7", AtomicInts.class, new AtomicInteger(7)),
                kept("9223372036854775807", AtomicLongs.class, new AtomicLong(Long.MAX_VALUE)),
                kept("true", AtomicFlags.class, new AtomicBoolean(true)),
                unopened(References.class),
                unopened(Adders.class));
    }

    static List<Row> scalars() {
        return List.of(
                kept("any text of whole characters", Texts.class, "Zoë \ud83d\ude00 \n\u2028"),
                unsaved("half an emoji", Texts.class, "\ud83d"),
                unsaved("U+0000", Texts.class, "a\0b"),
                kept("x", Chars.class, 'x'),
                unopened(Sequences.class),
                kept("a UUID", Ids.class, new UUID(1, 2)),
                kept("a URI", Addresses.class, URI.create("https://example.org/a?b#c")),
                kept("a constant, with a body of its own or not", Ranks.class, Rank.HIGH),
                unopened(AnyEnums.class),
                kept("zh-Hant-TW, with its script", Locales.class, Locale.forLanguageTag("zh-Hant-TW")),
                kept("EUR", Currencies.class, Currency.getInstance("EUR")),
                kept("some bits", Bits.class, BitSet.valueOf(new long[] {5})),
                kept("any moment, to the nanosecond", Instants.class, Instant.MAX),
                kept("any length", Durations.class, Duration.ofSeconds(Long.MIN_VALUE)),
                kept("a moment, to the millisecond", Dates.class, new Date(1234)),
                unsaved("a class that extends it, such as java.sql.Timestamp", Dates.class, new Stamp(1234)),
                kept("a day", LocalDates.class, LocalDate.of(2024, 2, 29)),
                kept("a day and a time", LocalTimes.class, LocalDateTime.MAX),
                kept("with its offset", Offsets.class, OffsetDateTime.of(LocalDateTime.MIN, ZoneOffset.ofHours(2))),
                kept(
                        "with its zone",
                        Zoned.class,
                        ZonedDateTime.of(LocalDateTime.of(2024, 10, 27, 2, 30), ZoneId.of("Europe/Berlin"))
                                .withLaterOffsetAtOverlap()),
                kept("a month of any year", Months.class, YearMonth.of(10_000, 1)),
                kept("a zone or an offset", Zones.class, ZoneOffset.ofHours(1)),
                kept("a day of the week", Days.class, DayOfWeek.MONDAY),
                unopened(Calendars.class),
                unopened(Classes.class),
                unopened(Threads.class));
    }
}
