package dev.datasave.importing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spongepowered.configurate.CommentedConfigurationNode;
import org.spongepowered.configurate.yaml.NodeStyle;
import org.spongepowered.configurate.yaml.YamlConfigurationLoader;

/** The YAML files are made with Configurate, which is what EssentialsX writes its user data with. */
class FolderSourceTest {
    private static final String ANN = "0a1b2c3d-0000-4000-8000-0000000000aa";
    private static final String BOB = "0a1b2c3d-0000-4000-8000-0000000000bb";

    @TempDir
    private Path folder;

    private List<ImportItem> read() throws IOException {
        List<ImportItem> items = new ArrayList<>();
        FolderSource.of(folder).read(items::add);
        return items;
    }

    private static ImportItem.Profile profile(String file, String key, String json) {
        return ImportItem.Profile.of(file, key, JsonParser.parseString(json), Set.of(key), Map.of());
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    @Test
    void userDataAsEssentialsWritesItIsReadWhole() throws IOException {
        YamlConfigurationLoader loader = YamlConfigurationLoader.builder()
                .nodeStyle(NodeStyle.BLOCK)
                .indent(2)
                .path(folder.resolve(ANN + ".yml"))
                .build();
        CommentedConfigurationNode user = loader.createNode();
        user.node("money").set("9007199254740993.10");
        user.node("last-account-name").set("Ann");
        user.node("nickname").set("§aAnn\u0007 \"yes\"");
        user.node("homes", "base", "world-name").set("world");
        user.node("homes", "base", "x").set(-12.5);
        user.node("timestamps", "login").set(1767225600123L);
        user.node("godmode").set(false);
        user.node("mail").setList(String.class, List.of("no", "~", "12"));
        user.node("unlimited", "3").set(64);
        loader.save(user);
        assertThat(read()).containsExactly(profile(ANN + ".yml", ANN, """
                        {"money":"9007199254740993.10","last-account-name":"Ann","nickname":"§aAnn\\u0007 \\"yes\\"",
                         "homes":{"base":{"world-name":"world","x":-12.5}},"timestamps":{"login":1767225600123},"godmode":false,
                         "mail":["no","~","12"],"unlimited":{"3":64}}
                        """));
    }

    @Test
    void jsonAndYamlFilesAreTakenAndOthersArePassedOver() throws IOException {
        write(BOB.toUpperCase(Locale.ROOT) + ".json", new Gson().toJson(Map.of("level", 3)));
        write("carol.yaml", "level: 4\n");
        write(".hidden.json", "{}");
        write("usermap.bin", "x");
        Files.createDirectory(folder.resolve("backup.json"));
        assertThat(read())
                .containsExactly(
                        profile(BOB.toUpperCase(Locale.ROOT) + ".json", BOB, "{\"level\":3}"),
                        profile("carol.yaml", "carol", "{\"level\":4}"));
    }

    @Test
    void aFileThatIsNotWholeOrNotWellFormedIsReportedAndTheOthersAreRead() throws IOException {
        write("a.json", "{\"level\":1,");
        write("b.json", "{\"level\":1,\"level\":2}");
        write("c.json", "{\"level\":NaN}");
        write("d.json", "{} {}");
        write("e.json", "");
        Files.write(folder.resolve("f.yml"), "name: Zoë".getBytes(StandardCharsets.ISO_8859_1));
        write("g.yml", "level: 1\nlevel: 2\n");
        write("h.yml", "level: .inf\n");
        write("i.yml", "level: [1, 2\n");
        write("j.yml", "- 1\n");
        write("k.yml", "a: &a [*a]\n");
        write("l.yml", "!!java.util.Date 2020\n");
        write("m.yml", "a: 1\n---\nb: 2\n");
        write("z.yml", "level: 26\n");
        assertThat(read())
                .filteredOn(item -> item instanceof ImportItem.Unusable)
                .extracting(ImportItem::toString)
                .satisfiesExactly(
                        item -> assertThat(item).contains("a.json", "found the end in the middle of the document"),
                        item -> assertThat(item).contains("b.json", "found a name twice at $.level"),
                        item -> assertThat(item).contains("c.json", "found no valid JSON at line 1 column"),
                        item -> assertThat(item).contains("d.json", "found"),
                        item -> assertThat(item).contains("e.json", "found the end in the middle"),
                        item -> assertThat(item).contains("f.yml", "found bytes that are no UTF-8"),
                        item -> assertThat(item).contains("g.yml", "found a mistake in line 2", "duplicate key"),
                        item -> assertThat(item).contains("h.yml", "$.level", "JSON can't hold"),
                        item -> assertThat(item).contains("i.yml", "found a mistake in line 2"),
                        item -> assertThat(item).contains("j.yml", "found no names and values"),
                        item -> assertThat(item).contains("k.yml", "contains itself"),
                        item -> assertThat(item).contains("l.yml", "found a mistake"),
                        item -> assertThat(item).contains("m.yml", "found"));
        assertThat(read()).last().isEqualTo(profile("z.yml", "z", "{\"level\":26}"));
    }

    @Test
    void anchorsThatGrowWithoutEndAreRefused() throws IOException {
        StringBuilder text = new StringBuilder("a0: &a0 [1,1,1,1,1,1,1,1,1,1]\n");
        for (int i = 1; i < 12; i++) {
            text.append("a%d: &a%d [*a%d,*a%d,*a%d,*a%d]\n".formatted(i, i, i - 1, i - 1, i - 1, i - 1));
        }
        write("bomb.yml", text.toString());
        assertThat(read()).singleElement().isInstanceOf(ImportItem.Unusable.class);
    }
}
