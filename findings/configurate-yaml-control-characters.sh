#!/usr/bin/env bash
# Configurate 4.2.0 (org.spongepowered:configurate-yaml), JDK 25.
#
# A text that holds one control character (a colour code of an old chat format, what a player pasted) is stored as !!binary, and read as byte[]: getString()
# then answers the array's address, [B@3c6f5566 or so. A text with U+0085 is stored as a line break and comes back with another character. Neither write fails. The same node through
# configurate-hocon or configurate-gson comes back as it was.
#
# Seen:
#   a\u0001b: yaml reads byte[], getString [B@...; hocon reads it as it was; gson reads it as it was
#   a\u007fb: yaml reads byte[], getString [B@...; hocon reads it as it was; gson reads it as it was
#   a\u0085b: yaml reads String, getString a\u000ab; hocon reads it as it was; gson reads it as it was

. "$(dirname "${BASH_SOURCE[0]}")/common.bash"
packages org.spongepowered:configurate-yaml:4.2.0 org.spongepowered:configurate-hocon:4.2.0 org.spongepowered:configurate-gson:4.2.0
cat >"$work/src/Main.java" <<'JAVA'
import java.nio.file.*;
import java.util.List;
import org.spongepowered.configurate.ConfigurationNode;
import org.spongepowered.configurate.gson.GsonConfigurationLoader;
import org.spongepowered.configurate.hocon.HoconConfigurationLoader;
import org.spongepowered.configurate.loader.ConfigurationLoader;
import org.spongepowered.configurate.yaml.YamlConfigurationLoader;

public class Main {
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        for (String text : List.of("a\u0001b", "a\u007fb", "a\u0085b")) {
            System.out.println(shown(text) + ": yaml reads " + back(YamlConfigurationLoader.builder().path(folder.resolve("y")).build(), text)
                    + "; hocon reads " + back(HoconConfigurationLoader.builder().path(folder.resolve("h")).build(), text)
                    + "; gson reads " + back(GsonConfigurationLoader.builder().path(folder.resolve("g")).build(), text));
        }
    }

    static String back(ConfigurationLoader<?> loader, String text) throws Exception {
        ConfigurationNode root = loader.createNode();
        root.node("nick").set(text);
        loader.save(root);
        ConfigurationNode nick = loader.load().node("nick");
        return text.equals(nick.raw()) ? "it as it was" : nick.raw().getClass().getSimpleName() + ", getString " + shown(nick.getString()).replaceFirst("@.*", "@...");
    }

    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        for (char c : String.valueOf(text).toCharArray()) {
            shown.append(c < ' ' || c > '~' ? String.format("\\u%04x", (int) c) : c);
        }
        return shown.toString();
    }
}
JAVA
compiled classes
java_of classes Main "$work" | expect
