package dev.datasave.peers;

import dev.datasave.bench.BenchData;
import java.sql.SQLException;

/** A seat whose data is a row: what the game has in memory, and how that is written. */
final class RowSeat implements PeerServer.Seat {
    private final String key;
    private final Keeper keeper;
    private BenchData data;
    private long number;
    private boolean isOver;

    /** Writes the data of a seat; returns whether it is stored. */
    interface Keeper {
        boolean write(RowSeat seat, boolean isLast) throws SQLException;
    }

    /**
     * A seat.
     *
     * @param number what the peer keeps besides: a version or a token
     */
    RowSeat(String key, BenchData data, long number, Keeper keeper) {
        this.key = key;
        this.data = data;
        this.number = number;
        this.keeper = keeper;
    }

    @Override
    public String key() {
        return key;
    }

    long number() {
        return number;
    }

    void number(long newNumber) {
        number = newNumber;
    }

    String json() {
        return PlayerRows.encode(data);
    }

    @Override
    public long money() {
        return data.money();
    }

    @Override
    public boolean earn(long amount) {
        data = data.earn(amount);
        return !isOver;
    }

    @Override
    public boolean save() throws SQLException {
        return keeper.write(this, false);
    }

    @Override
    public boolean quit() throws SQLException {
        isOver = true;
        return keeper.write(this, true);
    }
}
