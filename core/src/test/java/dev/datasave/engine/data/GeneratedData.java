package dev.datasave.engine.data;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.annotations.SerializedName;
import dev.datasave.engine.json.Trees;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
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
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Seeded data of a record that has every kind of member that a record can have, often at the ends of what its type can hold. */
final class GeneratedData {
    enum Kind {
        PLAIN,
        @SerializedName("other name")
        NAMED,
        WITH_BODY {
            @Override
            public String toString() {
                return "something else";
            }
        }
    }

    record Pair<A, B>(A first, B second) {}

    record Place(int x, int y) {}

    record Numbers(
            long whole,
            int small,
            short shorter,
            byte tiny,
            double real,
            float single,
            Long boxed,
            Double boxedReal,
            BigDecimal exact,
            BigInteger large,
            OptionalInt maybeSmall,
            OptionalLong maybeWhole,
            OptionalDouble maybeReal) {}

    record Times(
            Instant moment,
            Duration duration,
            Period period,
            LocalDate date,
            LocalTime time,
            LocalDateTime dateTime,
            OffsetTime offsetTime,
            OffsetDateTime offsetDateTime,
            ZonedDateTime zoned,
            Year year,
            YearMonth month,
            MonthDay day,
            ZoneOffset offset,
            ZoneId zone) {}

    record Everything(
            boolean flag,
            char letter,
            String text,
            UUID id,
            Kind kind,
            Numbers numbers,
            Times times,
            Optional<String> maybe,
            Optional<Place> maybePlace,
            List<Place> places,
            List<List<String>> nested,
            Set<Kind> kinds,
            Map<String, Place> byName,
            Map<Kind, Long> byKind,
            Map<UUID, List<Kind>> byId,
            Map<Integer, String> byNumber,
            Map<Place, String> byPlace,
            Pair<String, Pair<Long, Kind>> pair,
            JsonElement tree) {}

    private static final List<Long> ENDS =
            List.of(0L, 1L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 53, (1L << 53) + 1);
    private static final List<Double> REAL_ENDS =
            List.of(0.0, -0.0, 0.1, 1e300, Double.MAX_VALUE, Double.MIN_VALUE, -1e-300, 123456789.5);
    private static final List<String> TEXTS = List.of(
            "", " ", "null", "a.b['c']", "\"\\/\b\f\n\r\t", "<&'>=", "\u0001\u007f\u2028\u2029", "Zoë", "\ud83d\ude00");
    private static final List<String> ZONES =
            List.of("UTC", "Z", "Europe/Berlin", "+05:30", "GMT+2", "UT", "Asia/Kathmandu");

    private static final Map<Class<?>, Function<Random, Object>> SCALARS = new HashMap<>();

    static {
        scalar(boolean.class, Random::nextBoolean);
        scalar(char.class, random -> (char) (1 + random.nextInt(Character.MIN_SURROGATE - 1)));
        scalar(long.class, GeneratedData::whole);
        scalar(Long.class, GeneratedData::whole);
        scalar(int.class, random -> (int) whole(random));
        scalar(Integer.class, random -> (int) whole(random));
        scalar(short.class, random -> (short) whole(random));
        scalar(byte.class, random -> (byte) whole(random));
        scalar(double.class, GeneratedData::real);
        scalar(Double.class, GeneratedData::real);
        scalar(float.class, random -> Float.isInfinite((float) real(random)) ? Float.MAX_VALUE : random.nextFloat());
        scalar(String.class, random -> random.nextBoolean() ? of(TEXTS, random) : "t" + random.nextInt(9));
        scalar(UUID.class, random -> new UUID(random.nextLong(), random.nextLong()));
        scalar(BigInteger.class, random -> new BigInteger(random.nextInt(1000), random).negate());
        scalar(
                BigDecimal.class,
                random -> new BigDecimal(new BigInteger(random.nextInt(200), random), random.nextInt(60) - 30));
        scalar(OptionalInt.class, random -> maybe(random) ? OptionalInt.empty() : OptionalInt.of((int) whole(random)));
        scalar(OptionalLong.class, random -> maybe(random) ? OptionalLong.empty() : OptionalLong.of(whole(random)));
        scalar(
                OptionalDouble.class,
                random -> maybe(random) ? OptionalDouble.empty() : OptionalDouble.of(real(random)));
        scalar(Instant.class, GeneratedData::moment);
        scalar(Duration.class, random -> Duration.ofSeconds(whole(random) / 2, random.nextInt(1_000_000_000)));
        scalar(Period.class, random -> Period.of(random.nextInt(), random.nextInt(), random.nextInt()));
        scalar(LocalDate.class, random -> dateTime(random).toLocalDate());
        scalar(LocalTime.class, random -> dateTime(random).toLocalTime());
        scalar(LocalDateTime.class, GeneratedData::dateTime);
        scalar(OffsetTime.class, random -> dateTime(random).toLocalTime().atOffset(offset(random)));
        scalar(OffsetDateTime.class, random -> dateTime(random).atOffset(offset(random)));
        scalar(ZonedDateTime.class, random -> dateTime(random).atZone(ZoneId.of(of(ZONES, random))));
        scalar(Year.class, random -> Year.of(random.nextInt(4) == 0 ? random.nextInt(30_000) - 10_000 : 2026));
        scalar(YearMonth.class, random -> YearMonth.from(dateTime(random)));
        scalar(MonthDay.class, random -> MonthDay.from(dateTime(random)));
        scalar(ZoneOffset.class, GeneratedData::offset);
        scalar(ZoneId.class, random -> ZoneId.of(of(ZONES, random)));
        scalar(
                JsonElement.class,
                random -> new Gson()
                        .toJsonTree(Trees.object(random, 3))); // without members that are null: they count as missing
    }

    private GeneratedData() {}

    private static void scalar(Class<?> type, Function<Random, Object> generator) {
        SCALARS.put(type, generator);
    }

    static Everything everything(Random random) {
        return (Everything) value(Everything.class, random);
    }

    private static boolean maybe(Random random) {
        return random.nextInt(3) == 0;
    }

    private static <T> T of(List<T> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }

    private static long whole(Random random) {
        return random.nextBoolean() ? of(ENDS, random) : random.nextLong() >> random.nextInt(64);
    }

    private static double real(Random random) {
        return random.nextBoolean() ? of(REAL_ENDS, random) : random.nextGaussian();
    }

    private static Instant moment(Random random) {
        long seconds = switch (random.nextInt(5)) {
            case 0 -> random.nextBoolean() ? Instant.MIN.getEpochSecond() : Instant.MAX.getEpochSecond();
            case 1 -> random.nextInt();
            default -> Math.floorMod(random.nextLong(), 4_000_000_000_000L) - 1_000_000_000_000L;
        };
        return Instant.ofEpochSecond(seconds, random.nextBoolean() ? 0 : random.nextInt(1_000_000_000));
    }

    private static LocalDateTime dateTime(Random random) {
        return LocalDateTime.ofEpochSecond(
                Math.floorMod(random.nextLong(), 800_000_000_000L) - 400_000_000_000L,
                random.nextBoolean() ? 0 : random.nextInt(1_000_000_000),
                ZoneOffset.UTC);
    }

    private static ZoneOffset offset(Random random) {
        return ZoneOffset.ofTotalSeconds(random.nextInt(2 * 18 * 3600 + 1) - 18 * 3600);
    }

    private static Object value(Type type, Random random) {
        if (type instanceof ParameterizedType generic) {
            return generic((Class<?>) generic.getRawType(), generic.getActualTypeArguments(), random);
        }
        Class<?> raw = (Class<?>) type;
        Function<Random, Object> scalar = SCALARS.get(raw);
        if (scalar != null) {
            return scalar.apply(random);
        }
        return raw.isEnum() ? of(Arrays.asList(raw.getEnumConstants()), random) : made(raw, new Type[0], random);
    }

    private static Object generic(Class<?> raw, Type[] of, Random random) {
        int size = random.nextInt(4);
        if (raw == Optional.class) {
            return maybe(random) ? Optional.empty() : Optional.of(value(of[0], random));
        } else if (raw == List.class) {
            return IntStream.range(0, size).mapToObj(i -> value(of[0], random)).toList();
        } else if (raw == Set.class) {
            Set<Object> set = new HashSet<>();
            IntStream.range(0, size).forEach(i -> set.add(value(of[0], random)));
            return set;
        } else if (raw == Map.class) {
            Map<Object, Object> map = new LinkedHashMap<>();
            IntStream.range(0, size).forEach(i -> map.put(value(of[0], random), value(of[1], random)));
            return map;
        }
        return made(raw, of, random);
    }

    private static Object made(Class<?> record, Type[] of, Random random) {
        RecordComponent[] components = record.getRecordComponents();
        Object[] values = new Object[components.length];
        List<String> variables = Arrays.stream(record.getTypeParameters())
                .map(java.lang.reflect.TypeVariable::getName)
                .toList();
        for (int i = 0; i < values.length; i++) {
            int variable = variables.indexOf(components[i].getGenericType().getTypeName());
            values[i] = value(variable < 0 ? components[i].getGenericType() : of[variable], random);
        }
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            var constructor = record.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(record.getName(), e);
        }
    }
}
