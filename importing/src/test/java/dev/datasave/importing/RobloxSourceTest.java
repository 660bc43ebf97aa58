package dev.datasave.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No library writes this format outside Roblox, so these entries are written by hand, from Open Cloud's reference and from the source texts of ProfileService and ProfileStore. */
class RobloxSourceTest {
    private static final String OF_PROFILE_STORE = """
            {"path":"universes/1/data-stores/PlayerStore/scopes/global/entries/Player_156","id":"Player_156","state":"ACTIVE",
             "createTime":"2025-01-01T00:00:00Z","revisionId":"08DC.1","users":["users/156"],"attributes":{"vip":true},
             "value":{"Data":{"Cash":9007199254740993,"Items":[{"Id":1.5}],"Empty":[]},
              "MetaData":{"ProfileCreateTime":1735689600,"SessionLoadCount":7,"LastUpdate":1735693200,"MetaTags":[]},
              "RobloxMetaData":{"vip":true},"UserIds":[156,99],"GlobalUpdates":[2,[[1,{"Type":"Gift"}],[2,{"Type":"Ban"}]]]}}
            """.replace("\n", "");
    private static final String OF_PROFILE_SERVICE = """
            {"key":"Player_2","value":{"Data":[],"UserIds":[],"RobloxMetaData":[],
             "MetaData":{"ProfileCreateTime":1600000000,"SessionLoadCount":1,"ActiveSession":[12,"job"],"MetaTags":{"Tag":1}},
             "GlobalUpdates":[9,[[8,3,false,{"Type":"Gift"}]]]}}
            """.replace("\n", "");

    @TempDir
    private Path folder;

    private List<ImportItem> read(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        List<ImportItem> items = new ArrayList<>();
        RobloxSource.of(file).read(items::add);
        return items;
    }

    private static JsonElement json(String text) {
        return JsonParser.parseString(text);
    }

    private static ImportItem.Profile first(String where) {
        return new ImportItem.Profile(
                where,
                "Player_156",
                List.of(new ImportItem.Version(
                        json("{\"Cash\":9007199254740993,\"Items\":[{\"Id\":1.5}],\"Empty\":[]}"),
                        Map.of(
                                "vip",
                                "true",
                                "roblox.created",
                                "1735689600",
                                "roblox.loads",
                                "7",
                                "roblox.updated",
                                "1735693200"),
                        false,
                        "")),
                Set.of("156", "99"),
                List.of(
                        new GlobalUpdate(1, json("{\"Type\":\"Gift\"}")),
                        new GlobalUpdate(2, json("{\"Type\":\"Ban\"}"))));
    }

    private static ImportItem.Profile second(String where) {
        return new ImportItem.Profile(
                where,
                "Player_2",
                List.of(new ImportItem.Version(
                        json("{}"),
                        Map.of(
                                "roblox.created",
                                "1600000000",
                                "roblox.loads",
                                "1",
                                "roblox.tags",
                                "{\"Tag\":1}",
                                "roblox.session",
                                "in use when it was exported"),
                        false,
                        "")),
                Set.of(),
                List.of(new GlobalUpdate(8, json("{\"Type\":\"Gift\"}"))));
    }

    @Test
    void linesAndListsAndPagesAndSingleEntriesAreTheSame() throws IOException {
        String both = OF_PROFILE_STORE + "," + OF_PROFILE_SERVICE;
        assertThat(read("a.jsonl", OF_PROFILE_STORE + "\n\n" + OF_PROFILE_SERVICE + "\n"))
                .containsExactly(first("a.jsonl line 1"), second("a.jsonl line 3"));
        assertThat(read("b.json", "[" + both + "]")).containsExactly(first("b.json entry 1"), second("b.json entry 2"));
        assertThat(read("c.json", "{\"dataStoreEntries\":[" + both + "],\"nextPageToken\":\"x\"}"))
                .containsExactly(first("c.json entry 1"), second("c.json entry 2"));
        assertThat(read("d.json", OF_PROFILE_STORE)).containsExactly(first("d.json"));
        List<ImportItem> all = new ArrayList<>();
        RobloxSource.of(folder).read(all::add);
        assertThat(all).hasSize(7);
    }

    @Test
    void theBodyOfAnEntryAloneHasItsFilesNameAsTheKey() throws IOException {
        assertThat(read("Player_7.json", "{\"Data\":{\"Cash\":1},\"UserIds\":[7]}"))
                .containsExactly(ImportItem.Profile.of(
                        "Player_7.json", "Player_7", json("{\"Cash\":1}"), Set.of("7"), Map.of()));
    }

    @Test
    void entriesThatAreNoProfilesAreReported() throws IOException {
        String lines = """
                {"id":"a","value":12}
                {"id":"b","value":{"GlobalUpdates":[1,[[1,{}]]]}}
                {"id":"c","state":"DELETED"}
                {"value":{"Data":{}}}
                {"id":"d","value":{"Data":[1]}}
                {"id":"e","value":{"Data":{},"GlobalUpdates":[1,[{"a":1}]]}}
                7
                {"id":"f","value":{"Data":{}}}
                {"id":"g",""";
        assertThat(read("x.jsonl", lines))
                .extracting(item -> item instanceof ImportItem.Unusable(var where, var why) ? why : item.where())
                .containsExactly(
                        "found no Data, expected what ProfileService or ProfileStore writes",
                        "found global updates for a profile that was never there, expected Data",
                        "found an entry that was deleted",
                        "found no id, path or key, expected one",
                        "Data: found no table with names, expected one",
                        "GlobalUpdates: found something else, expected lists of an id and data",
                        "found no object, expected an entry of a data store",
                        "x.jsonl line 8",
                        "JSON: found the end in the middle of the document");
    }

    @Test
    void aDocumentThatBreaksOffEndsTheReading() throws IOException {
        List<ImportItem> before = new ArrayList<>();
        Path file = Files.writeString(folder.resolve("cut.json"), "[" + OF_PROFILE_STORE + ",{\"id\":");
        assertThatThrownBy(() -> RobloxSource.of(file).read(before::add))
                .isInstanceOf(IOException.class)
                .hasMessage("cut.json: found the end in the middle of the document");
        assertThat(before).containsExactly(first("cut.json entry 1"));
        Files.write(file, "[\"\u00e4\"]".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> RobloxSource.of(file).read(before::add))
                .hasMessage("cut.json: found bytes that are no UTF-8");
    }
}
