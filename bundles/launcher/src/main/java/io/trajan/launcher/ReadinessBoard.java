package io.trajan.launcher;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.trajan.boot.Gate;
import io.trajan.boot.Readiness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The gates, and the one thread that waits for them. */
final class ReadinessBoard implements Readiness {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private final List<Post> posts = new ArrayList<>();

  @GuardedBy("lock")
  private boolean abandoned;

  private volatile @Nullable Duration readyAfter;

  @Override
  public Gate gate(String name, int rank) {
    var post = new Post(rank, new GateState(name, false, List.of()));
    lock.lock();
    try {
      posts.add(post);
      posts.sort(Comparator.comparingInt(p -> p.rank));
    } finally {
      lock.unlock();
    }
    return post;
  }

  @Override
  public List<GateState> gates() {
    lock.lock();
    try {
      return posts.stream().map(post -> post.state).toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Duration> readyAfter() {
    return Optional.ofNullable(readyAfter);
  }

  void announced(Duration after) {
    readyAfter = after;
  }

  /** Ends {@link #await} now and for ever. */
  void abandon() {
    lock.lock();
    try {
      abandoned = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until every gate has settled.
   *
   * @return whether they did before the deadline and nobody abandoned it
   */
  boolean await(Duration atMost) throws InterruptedException {
    var left = atMost.toNanos();
    lock.lock();
    try {
      while (!posts.stream().allMatch(post -> post.state.settled())) {
        if (left <= 0 || abandoned) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** A gate; all its state belongs to the board's lock. */
  private final class Post implements Gate {
    private final int rank;
    private volatile GateState state;

    Post(int rank, GateState state) {
      this.rank = rank;
      this.state = state;
    }

    @Override
    public void report(boolean settled, String... words) {
      lock.lock();
      try {
        state = new GateState(state.name(), settled, List.of(words));
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        posts.remove(this);
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
