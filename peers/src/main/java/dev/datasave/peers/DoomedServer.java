package dev.datasave.peers;

import dev.datasave.peers.PeerServer.Seat;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** A game server in a process of its own, which can be killed or stopped. It ends when its input ends. */
final class DoomedServer {
    private DoomedServer() {}

    /** Arguments: the peer, the URL, the port of Redis, the pace, and how many players are in. Each line that comes in is an order, which is answered by one. */
    public static void main(String[] args) throws Exception {
        PeersMain.quietLogs();
        Site site = new Site(args[1], Integer.parseInt(args[2]));
        Pace pace = Pace.of(args[3]);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (PeerServer server = Peers.named(args[0], site, pace).open("doomed")) {
            List<Seat> seats = ManyPlayers.join(server, Integer.parseInt(args[4]));
            PeriodicSaves autosave = new PeriodicSaves(server, seats, pace);
            System.out.println("in");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ", -1);
                System.out.println(
                        switch (words[0]) {
                            case "play" -> play(seats, Integer.parseInt(words[1]));
                            case "save" -> save(server, seats.subList(0, Integer.parseInt(words[1])));
                            default -> leave(seats);
                        });
            }
            autosave.close();
        }
        System.exit(0);
    }

    /** Earns once a second; returns how many seconds were played. */
    private static String play(List<Seat> seats, int seconds) throws InterruptedException {
        for (int second = 0; second < seconds; second++) {
            TimeUnit.SECONDS.sleep(1);
            seats.forEach(seat -> seat.earn(1));
        }
        return "played";
    }

    private static String save(PeerServer server, List<Seat> seats) throws Exception {
        seats.forEach(seat -> seat.earn(1));
        return Integer.toString(server.saveAll(seats));
    }

    /** Everyone earns once more, as far as the peer lets them, saves and quits; returns for each whether that was confirmed. */
    private static String leave(List<Seat> seats) throws Exception {
        List<Callable<Boolean>> all = new ArrayList<>();
        for (Seat seat : seats) {
            all.add(() -> {
                boolean has = seat.earn(1);
                return seat.quit() && has;
            });
        }
        StringBuilder confirmed = new StringBuilder();
        ManyPlayers.all(all).forEach(each -> confirmed.append(each ? '1' : '0'));
        return confirmed.toString();
    }
}
