/** Several sessions and entries in one write, stored first and shown afterwards; receipts (P12). Not API. */
@org.jspecify.annotations.NullMarked
package dev.datasave.engine.commit;
