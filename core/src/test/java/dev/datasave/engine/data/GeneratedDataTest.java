package dev.datasave.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.datasave.DataSaveException;
import dev.datasave.JsonDiff;
import dev.datasave.ProfileOptions;
import dev.datasave.engine.data.GeneratedData.Everything;
import dev.datasave.engine.json.JsonText;
import dev.datasave.engine.json.Trees;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Properties of codec, reconciling, differences and migrations on seeded data; {@code -Ddatasave.seeds=} for more. */
class GeneratedDataTest {
    private static final long SEEDS = Long.getLong("datasave.seeds", 150);

    record Exact(BigDecimal exact, BigInteger large) {}

    private interface Property {
        void holds(Random random);
    }

    private static void forEachSeed(Property property) {
        for (long seed = 0; seed < SEEDS; seed++) {
            try {
                property.holds(new Random(seed));
            } catch (RuntimeException | AssertionError broken) {
                throw new AssertionError("seed " + seed, broken);
            }
        }
    }

    private static DataFormat<Everything> format(Everything template, boolean reconciles) {
        return new DataFormat<>(
                "Players",
                Everything.class,
                () -> template,
                ProfileOptions.<Everything>defaults().reconciles(reconciles),
                Optional.empty());
    }

    @Test
    void whateverARecordHoldsComesBackEqual() {
        forEachSeed(random -> {
            Everything data = GeneratedData.everything(random);
            DataFormat<Everything> format = format(data, false);
            String text = format.encode(data, null);
            DataFormat.Decoded<Everything> read = format.decode(text, 0, 0);
            assertThat(read.data()).isEqualTo(data);
            assertThat(read.leftover()).isNull();
            assertThat(format.sameJson(format.encode(read.data(), null), text)).isTrue();
            assertThat(format.copy(data)).isEqualTo(data);
        });
    }

    @Test
    void unknownMembersStayWhereTheyAreF45() {
        forEachSeed(random -> {
            Everything data = GeneratedData.everything(random);
            DataFormat<Everything> format = format(data, false);
            JsonObject tree = (JsonObject) JsonText.parse(format.encode(data, null));
            for (String object : List.of("numbers", "times", "pair")) {
                tree.getAsJsonObject(object).add("unknown", Trees.object(random, 3));
            }
            tree.add("unknown", new JsonPrimitive(random.nextLong()));
            DataFormat.Decoded<Everything> read = format.decode(JsonText.write(tree), 0, 0);
            assertThat(read.data()).isEqualTo(data);
            Everything other = GeneratedData.everything(random);
            JsonObject written = (JsonObject) JsonText.parse(format.encode(other, read.leftover()));
            assertThat(written.get("unknown")).isEqualTo(tree.get("unknown"));
            for (String object : List.of("numbers", "times", "pair")) {
                assertThat(JsonText.same(
                                written.getAsJsonObject(object).remove("unknown"),
                                tree.getAsJsonObject(object).get("unknown")))
                        .isTrue();
            }
            written.remove("unknown");
            assertThat(format.decode(JsonText.write(written), 0, 0).data()).isEqualTo(other);
        });
    }

    @Test
    void reconcilingAddsWhatIsMissingAndChangesNothingElse() {
        forEachSeed(random -> {
            Everything data = GeneratedData.everything(random);
            Everything template = GeneratedData.everything(random);
            DataFormat<Everything> format = format(template, true);
            JsonObject whole = (JsonObject) JsonText.parse(format.encode(data, null));
            JsonObject lacking = whole.deepCopy();
            List<String> gone = new ArrayList<>();
            for (String name : whole.keySet()) {
                if (random.nextInt(3) == 0) {
                    lacking.remove(name);
                    gone.add(name);
                }
            }
            Everything read = format.decode(JsonText.write(lacking), 0, 0).data();
            JsonObject filled = (JsonObject) JsonText.parse(format.encode(read, null));
            JsonObject from = (JsonObject) JsonText.parse(format.encode(template, null));
            if (!gone.contains("tree")) { // a tree is filled in throughout
                whole.remove("tree");
            }
            whole.keySet()
                    .forEach(name -> assertThat(
                                    JsonText.same(filled.get(name), (gone.contains(name) ? from : whole).get(name)))
                            .as(name)
                            .isTrue());
            assertThat(format.reconcile(read)).isSameAs(read);
            assertThat(format.decode(JsonText.write(filled), 0, 0).data()).isEqualTo(read);
        });
    }

    @Test
    void aDifferenceLeadsThereIsEmptyForTheSameAndNoLongerThanBothTrees() {
        forEachSeed(random -> {
            JsonElement from = Trees.element(random, 4);
            JsonElement to = random.nextBoolean() ? Trees.edited(random, from) : Trees.element(random, 4);
            JsonDiff diff = JsonDiff.between(from, to);
            assertThat(JsonText.same(diff.apply(from), to)).isTrue();
            assertThat(JsonText.same(JsonDiff.between(to, from).apply(to), from))
                    .isTrue();
            assertThat(JsonDiff.between(from, from.deepCopy()).changes()).isEmpty();
            assertThat(diff.changes()).hasSizeLessThanOrEqualTo(places(from) + places(to));
        });
    }

    @Test
    void oneChangeInATreeIsOneChangeInTheDifference() {
        forEachSeed(random -> {
            JsonObject from = Trees.object(random, 4);
            JsonObject to = from.deepCopy();
            to.add("a".repeat(1 + random.nextInt(4)), new JsonPrimitive("something new"));
            assertThat(JsonDiff.between(from, to).changes()).hasSize(1);
        });
    }

    private static int places(JsonElement tree) {
        int sum = 1;
        if (tree instanceof JsonObject object) {
            for (JsonElement member : object.asMap().values()) {
                sum += places(member);
            }
        } else if (tree.isJsonArray()) {
            for (JsonElement element : tree.getAsJsonArray()) {
                sum += places(element);
            }
        }
        return sum;
    }

    @Test
    void anyChainOfMigrationsLeadsToTheSameAsStepByStep() {
        forEachSeed(random -> {
            int newest = 1 + random.nextInt(6);
            String stored = JsonText.write(Trees.object(random, 3));
            int from = random.nextInt(newest + 1);
            DataFormat.Decoded<JsonObject> atOnce = upTo(newest).decode(stored, from, 0);
            String text = stored;
            for (int version = from + 1; version <= newest; version++) {
                DataFormat<JsonObject> step = upTo(version);
                text = step.encode(step.decode(text, version - 1, 0).data(), null);
            }
            assertThat(JsonText.same(atOnce.data(), JsonText.parse(text))).isTrue();
            assertThat(atOnce.schema()).isEqualTo(newest);
            assertThat(atOnce.migrated()).isEqualTo(from < newest);
            DataFormat<JsonObject> older = upTo(newest - 1);
            String migrated = text;
            assertThatThrownBy(() -> older.decode(migrated, newest, newest)).isInstanceOf(NewerSchemaException.class);
        });
    }

    /** Each step moves what there is, and notes that it has run. */
    private static DataFormat<JsonObject> upTo(int newest) {
        ProfileOptions<JsonObject> options =
                ProfileOptions.<JsonObject>defaults().reconciles(false);
        for (int i = 1; i <= newest; i++) {
            int version = i;
            options = options.migration(version, 0, tree -> {
                JsonObject object = tree.getAsJsonObject();
                JsonElement moved = object.remove(List.of("a", "b", "c").get(version % 3));
                if (moved != null) {
                    object.add("d", moved);
                }
                object.addProperty("run", (object.has("run") ? object.get("run").getAsString() : "") + version);
                return object;
            });
        }
        return new DataFormat<>("Players", JsonObject.class, JsonObject::new, options, Optional.empty());
    }

    @Test
    void numbersThatGsonMisreadsAreWrittenSoThatItReadsThem() {
        for (String number : List.of(
                "184467440737095516161",
                "-184467440737095516160",
                "1" + "0".repeat(64) + "7",
                "-1" + "0".repeat(90) + ".50")) {
            Exact data = new Exact(new BigDecimal(number), new BigDecimal(number).toBigInteger());
            DataFormat<Exact> format =
                    new DataFormat<>("Players", Exact.class, () -> data, ProfileOptions.defaults(), Optional.empty());
            assertThat(format.decode(format.encode(data, null), 0, 0).data()).isEqualTo(data);
        }
    }

    @Test
    void numbersThatCouldNotBeReadAgainAreRefusedWhenTheyAreWritten() {
        DataFormat<Exact> format = new DataFormat<>(
                "Players",
                Exact.class,
                () -> new Exact(BigDecimal.ONE, BigInteger.ONE),
                ProfileOptions.defaults(),
                Optional.empty());
        List<Exact> awkward = List.of(
                new Exact(BigDecimal.ONE, BigInteger.TEN.pow(300)),
                new Exact(BigDecimal.ONE, BigInteger.TEN.pow(9_999)),
                new Exact(new BigDecimal(BigInteger.TEN.pow(990).negate(), 900), BigInteger.ONE),
                new Exact(new BigDecimal(BigInteger.TEN.pow(2_000), 1_990), BigInteger.ONE),
                new Exact(BigDecimal.ONE, BigInteger.TEN.pow(10_001)),
                new Exact(new BigDecimal("1e9999"), BigInteger.ONE),
                new Exact(new BigDecimal("1e10000"), BigInteger.ONE),
                new Exact(new BigDecimal("1e-20000"), BigInteger.ONE),
                new Exact(new BigDecimal(BigInteger.TEN.pow(10_001), 50), BigInteger.ONE));
        for (Exact data : awkward) {
            try {
                assertThat(format.decode(format.encode(data, null), 0, 0).data())
                        .isEqualTo(data);
            } catch (DataSaveException.InvalidData refused) {
                assertThat(refused).hasMessageContaining("can't be encoded");
            }
        }
    }
}
