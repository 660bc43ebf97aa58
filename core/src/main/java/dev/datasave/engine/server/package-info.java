/** The front door: builds the rooms in this order, closes them in the reverse one, opens stores and transactions. Not API. */
@org.jspecify.annotations.NullMarked
package dev.datasave.engine.server;
