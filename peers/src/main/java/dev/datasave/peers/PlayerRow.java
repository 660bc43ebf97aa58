package dev.datasave.peers;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.NullUnmarked;

/** A player as Hibernate maps it. */
@Entity
@Table(name = "player")
@NullUnmarked
class PlayerRow {
    @Id
    String id;

    @Column(columnDefinition = "text")
    String data;

    @Version
    long version;

    String holder;

    Instant saved;
}
