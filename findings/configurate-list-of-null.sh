#!/usr/bin/env bash
# Configurate 4.2.0 (org.spongepowered:configurate-yaml, -hocon, -gson), JDK 25.
#
# A null inside a list is left out when the list is stored, so that what stands behind it moves up: an inventory whose empty slots are null comes back with
# its items in other slots. This happens when the node is set, in each format, without a word.
#
# Seen:
#   yaml:  [sword, null, bow] -> [sword, bow]
#   hocon: [sword, null, bow] -> [sword, bow]
#   gson:  [sword, null, bow] -> [sword, bow]

. "$(dirname "${BASH_SOURCE[0]}")/common.bash"
packages org.spongepowered:configurate-yaml:4.2.0 org.spongepowered:configurate-hocon:4.2.0 org.spongepowered:configurate-gson:4.2.0
cat >"$work/src/Main.java" <<'JAVA'
import java.nio.file.*;
import java.util.*;
import org.spongepowered.configurate.ConfigurationNode;
import org.spongepowered.configurate.gson.GsonConfigurationLoader;
import org.spongepowered.configurate.hocon.HoconConfigurationLoader;
import org.spongepowered.configurate.loader.ConfigurationLoader;
import org.spongepowered.configurate.yaml.YamlConfigurationLoader;

public class Main {
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        back("yaml: ", YamlConfigurationLoader.builder().path(folder.resolve("y")).build());
        back("hocon:", HoconConfigurationLoader.builder().path(folder.resolve("h")).build());
        back("gson: ", GsonConfigurationLoader.builder().path(folder.resolve("g")).build());
    }

    static void back(String name, ConfigurationLoader<?> loader) throws Exception {
        List<String> slots = Arrays.asList("sword", null, "bow");
        ConfigurationNode root = loader.createNode();
        root.node("slots").raw(slots);
        loader.save(root);
        System.out.println(name + " " + slots + " -> " + loader.load().node("slots").getList(String.class));
    }
}
JAVA
compiled classes
java_of classes Main "$work" | expect
