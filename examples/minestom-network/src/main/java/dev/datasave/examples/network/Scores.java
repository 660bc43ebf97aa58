package dev.datasave.examples.network;

import dev.datasave.Paging;
import dev.datasave.Profile;
import dev.datasave.Ranking;
import dev.datasave.minestom.PlayerProfiles;
import dev.datasave.spi.Page;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.kyori.adventure.text.Component;
import net.kyori.adventure.text.format.NamedTextColor;
import net.minestom.server.MinecraftServer;
import net.minestom.server.entity.Player;
import net.minestom.server.event.Event;
import net.minestom.server.event.EventNode;
import net.minestom.server.event.player.PlayerDisconnectEvent;
import net.minestom.server.event.player.PlayerSpawnEvent;
import net.minestom.server.scoreboard.Sidebar;
import net.minestom.server.scoreboard.Sidebar.ScoreboardLine;

/** The board beside each player's view: his coins, and the five richest of the whole network, as they are stored. */
final class Scores {
    private static final int PLACES = 5;
    private static final String COINS = "coins";

    private final PlayerProfiles<Hero> profiles;
    private final Map<Player, Sidebar> boards = new ConcurrentHashMap<>();

    Scores(PlayerProfiles<Hero> profiles) {
        this.profiles = profiles;
    }

    void show(EventNode<Event> events) {
        events.addListener(PlayerSpawnEvent.class, event -> boards.computeIfAbsent(event.getPlayer(), Scores::board));
        events.addListener(PlayerDisconnectEvent.class, event -> boards.remove(event.getPlayer()));
        MinecraftServer.getSchedulerManager()
                .buildTask(this::countCoins)
                .repeat(Duration.ofSeconds(1))
                .schedule();
        MinecraftServer.getSchedulerManager()
                .buildTask(this::rank)
                .repeat(Duration.ofSeconds(5))
                .schedule();
    }

    private static Sidebar board(Player player) {
        Sidebar board = new Sidebar(Component.text("DataSave", NamedTextColor.GOLD));
        board.createLine(new ScoreboardLine(COINS, Component.empty(), PLACES + 1));
        for (int place = 1; place <= PLACES; place++) {
            board.createLine(new ScoreboardLine("place" + place, Component.text(place + "."), PLACES + 1 - place));
        }
        var _ = board.addViewer(player);
        return board;
    }

    private void countCoins() {
        boards.forEach((player, board) -> profiles.profileOf(player)
                .map(Profile::data)
                .ifPresent(hero -> board.updateLineContent(COINS, Component.text("Coins: " + hero.coins()))));
    }

    private void rank() {
        if (boards.isEmpty()) {
            return;
        }
        var _ = profiles.store()
                .topAsync(Ranking.Range.all(), Paging.first(PLACES))
                .thenApply(Page::items)
                .thenAccept(this::show);
    }

    private void show(List<Ranking.Place> places) {
        for (Ranking.Place place : places) {
            String name = place.info().metadata().getOrDefault("name", "?");
            Component line = Component.text(
                    place.rank() + ". " + name + " " + place.info().score().orElse(0));
            boards.values().forEach(board -> board.updateLineContent("place" + place.rank(), line));
        }
    }
}
