package io.trajan.http.server.net;

import org.jspecify.annotations.Nullable;

/**
 * A connection as its event loop sees it: something to look at from time to time. Confined to the
 * thread of its {@link Loop}.
 */
public abstract class Connection {
  @Nullable Connection previous;
  @Nullable Connection following;
  boolean listed;

  /** Looks for deadlines that have passed; called a few times a second. */
  protected abstract void tick(long nowNanos);

  /** Finishes what it has and takes no more; idempotent. */
  public abstract void drain();

  /** Finishes the request it has, if any, and goes to the heir if it can; otherwise drains. */
  public void handOver(Heir heir) {
    drain();
  }

  /** Breaks off whatever goes on. */
  public abstract void abandon();

  /** The listener's properties. */
  public abstract Profile profile();

  /** One line for {@code http:connections}. */
  public abstract ConnectionFacts facts(long nowNanos);
}
