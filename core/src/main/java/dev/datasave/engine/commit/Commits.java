package dev.datasave.engine.commit;

import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.session.Session;
import dev.datasave.spi.EntryId;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes commits and knows which are under way. Loop only. */
public final class Commits {
    private final Loop loop;
    private final Post post;
    private final Set<Commit> underWay = new LinkedHashSet<>();

    public Commits(Loop loop, Post post) {
        this.loop = loop;
        this.post = post;
    }

    /**
     * A commit that is not begun yet.
     *
     * @param sessions the profiles, each once
     * @param reads other entries that the work wants to see
     */
    public Commit of(
            Collection<? extends Session<?>> sessions, Set<EntryId> reads, Commit.Work work, Commit.Done done) {
        return new Commit(this, loop, post, sessions, reads, work, done);
    }

    void begun(Commit commit) {
        underWay.add(commit);
    }

    void over(Commit commit) {
        underWay.remove(commit);
    }

    /** The server has closed: the outcome of commits that are under way is not known here. */
    public void giveUp() {
        List.copyOf(underWay).forEach(Commit::giveUp);
    }
}
