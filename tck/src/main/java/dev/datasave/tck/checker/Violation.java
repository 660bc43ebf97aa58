package dev.datasave.tck.checker;

import dev.datasave.spi.EntryId;
import java.time.Duration;
import java.util.Optional;

/**
 * A broken promise.
 *
 * @param at when
 * @param rule which one
 * @param id the entry, if the violation concerns one
 * @param message a description
 */
public record Violation(Duration at, String rule, Optional<EntryId> id, String message) {}
