#!/usr/bin/env bash
# Configurate 4.2.0 (org.spongepowered:configurate-xml), JDK 25.
#
# XML knows no types, and the loader guesses them when it reads, also of what it wrote as a text: "007" comes back as the number 7, and getString answers "7".
# A double comes back as a text, so that raw() of 2.0 is the string "2.0". A map whose keys begin with a digit, such as half of all UUIDs, can't be stored:
# the key becomes the element's name.
#
# Seen:
#   text "007" -> Integer, getString 7
#   double 2.0 -> String
#   key "1b9d6bcd" -> refused
#   key "fb9d6bcd" -> stored

. "$(dirname "${BASH_SOURCE[0]}")/common.bash"
packages org.spongepowered:configurate-xml:4.2.0
cat >"$work/src/Main.java" <<'JAVA'
import java.nio.file.Path;
import java.util.List;
import org.spongepowered.configurate.*;
import org.spongepowered.configurate.xml.XmlConfigurationLoader;

public class Main {
    public static void main(String[] args) throws Exception {
        XmlConfigurationLoader loader = XmlConfigurationLoader.builder().path(Path.of(args[0]).resolve("x")).build();
        ConfigurationNode pin = back(loader, "pin", "007");
        System.out.println("text \"007\" -> " + pin.raw().getClass().getSimpleName() + ", getString " + pin.getString());
        System.out.println("double 2.0 -> " + back(loader, "speed", 2.0).raw().getClass().getSimpleName());
        for (String key : List.of("1b9d6bcd", "fb9d6bcd")) {
            String what = "stored";
            try {
                back(loader, key, "v");
            } catch (ConfigurateException refused) {
                what = "refused";
            }
            System.out.println("key \"" + key + "\" -> " + what);
        }
    }

    static ConfigurationNode back(XmlConfigurationLoader loader, String key, Object value) throws ConfigurateException {
        ConfigurationNode root = loader.createNode();
        root.node(key).raw(value);
        loader.save(root);
        return loader.load().node(key);
    }
}
JAVA
compiled classes
java_of classes Main "$work" | expect
