#!/usr/bin/env bash
# Apache Fory 0.16.0 (org.apache.fory:fory-core), Java mode, CompatibleMode.COMPATIBLE, JDK 25.
#
# "Compatible" mode tells members apart by name, but an enum constant is stored as its ordinal, in members, lists, EnumSet and EnumMap. A constant that
# is added in front of others turns every stored item into its neighbour, without an error. One would expect the constant's name, as for members.
#
# Seen:
#   written: hand=BOW bag={BOW=5} worn=[SHIELD] list=[SWORD]
#   read:    hand=SWORD bag={SWORD=5} worn=[BOW] list=[AXE]

. "$(dirname "${BASH_SOURCE[0]}")/common.bash"
packages org.apache.fory:fory-core:0.16.0 org.slf4j:slf4j-nop:2.0.17
cat >"$work/src/Main.java" <<'JAVA'
import java.nio.file.*;
import org.apache.fory.Fory;
import org.apache.fory.config.*;

public class Main {
    public static void main(String[] args) throws Exception {
        Fory fory = Fory.builder().withLanguage(Language.JAVA).withCompatibleMode(CompatibleMode.COMPATIBLE)
                .requireClassRegistration(false).suppressClassRegistrationWarnings(true).build();
        Path file = Path.of(args[1]);
        if (args[0].equals("write")) {
            Player player = Player.armed();
            Files.write(file, fory.serialize(player));
            System.out.println("written: " + player);
        } else {
            System.out.println("read:    " + fory.deserialize(Files.readAllBytes(file)));
        }
    }
}
JAVA
cat >"$work/src/Player.java" <<'JAVA'
import java.util.*;

public class Player {
    public Item hand;
    public EnumMap<Item, Integer> bag = new EnumMap<>(Item.class);
    public EnumSet<Item> worn = EnumSet.noneOf(Item.class);
    public List<Item> list = new ArrayList<>();

    static Player armed() {
        Player player = new Player();
        player.hand = Item.BOW;
        player.bag.put(Item.BOW, 5);
        player.worn.add(Item.SHIELD);
        player.list.add(Item.SWORD);
        return player;
    }

    public String toString() {
        return "hand=" + hand + " bag=" + bag + " worn=" + worn + " list=" + list;
    }
}
JAVA
echo 'public enum Item { SWORD, BOW, SHIELD }' >"$work/src/Item.java" && compiled before
echo 'public enum Item { AXE, SWORD, BOW, SHIELD }' >"$work/src/Item.java" && compiled after
{ java_of before Main write "$work/player" && java_of after Main read "$work/player"; } | grep -v ' INFO \| WARN ' | expect
