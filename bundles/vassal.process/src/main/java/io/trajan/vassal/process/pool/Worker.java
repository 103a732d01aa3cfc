package io.trajan.vassal.process.pool;

import io.trajan.vassal.process.net.Link;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A worker as the emperor sees it. Its state and calls are guarded by the pool's lock; what it
 * tells of itself may be read by anybody.
 */
public final class Worker {
  /** How it stands. */
  public enum State {
    /** It has not said hello. */
    STARTING,
    /** It takes requests. */
    READY,
    /** It finishes what it has. */
    RETIRING,
    /** It is about to be killed, or is gone. */
    DEAD
  }

  /** Weight of the latest of the times that a request took. */
  private static final double WEIGHT = 0.1;

  private static final int MOST_IDS = 65_535;

  private final int number;
  private final int threads;
  private final long bornNanos = System.nanoTime();
  final Map<Integer, Call> calls = new LinkedHashMap<>();
  State state = State.STARTING;
  int load;
  long taken;
  double meanNanos = 1e9;
  private int lastId;
  private volatile @Nullable Link link;
  private volatile int pid;
  private volatile long rss;
  private volatile long addressSpace;
  private volatile String fate = "";
  private volatile boolean dismissed;
  private volatile boolean heedsRecall;

  /**
   * A worker that has not said anything yet.
   *
   * @param number from 1; free numbers are used again
   * @param threads how many requests it answers at the same time
   */
  public Worker(int number, int threads) {
    this.number = number;
    this.threads = threads;
  }

  /** Its number. */
  public int number() {
    return number;
  }

  /** Its pid as it says, 0 before. */
  public int pid() {
    return pid;
  }

  /** Its stream. */
  public Link link() {
    Link mine = link;
    if (mine == null) {
      throw new IllegalStateException("worker " + number + " has no stream yet");
    }
    return mine;
  }

  void link(Link stream) {
    link = stream;
  }

  void pid(int says) {
    pid = says;
  }

  /** Resident bytes, as it said last. */
  public long rss() {
    return rss;
  }

  /** Bytes of address space, as it said last. */
  public long addressSpace() {
    return addressSpace;
  }

  void memory(long resident, long total) {
    rss = resident;
    addressSpace = total;
  }

  /** When it was asked for. */
  public long bornNanos() {
    return bornNanos;
  }

  /** Why it is to end, or what it died of; empty while nobody knows. */
  public String fate() {
    return fate;
  }

  /** Notes why it ends; the first reason counts. */
  public void fate(String why) {
    fate = fate.isEmpty() ? why : fate;
  }

  /** It reads orders while it works when it is sent USR1; others would be ended by that signal. */
  void heedsRecall() {
    heedsRecall = true;
  }

  /** Whether it may be sent USR1. */
  public boolean isRecallable() {
    return heedsRecall;
  }

  /** Its end is wanted: not told as a death. */
  public void dismiss() {
    dismissed = true;
  }

  /** Whether its end is wanted. */
  public boolean isDismissed() {
    return dismissed;
  }

  /** Whether it has a stream. */
  public boolean hasLink() {
    return link != null;
  }

  // ---- under the pool's lock ----

  int nextId() {
    do {
      lastId = lastId == MOST_IDS ? 1 : lastId + 1;
    } while (calls.containsKey(lastId));
    return lastId;
  }

  boolean isFree() {
    return state == State.READY && load < threads;
  }

  /** Whether one more may wait in its stream: only where requests are short. */
  boolean takesAhead(long shortNanos) {
    return state == State.READY && load <= threads && meanNanos < shortNanos && isQuick(shortNanos);
  }

  private boolean isQuick(long shortNanos) {
    long now = System.nanoTime();
    for (Call call : calls.values()) {
      if (call.startedNanos != 0 && now - call.startedNanos > shortNanos) {
        return false;
      }
    }
    return true;
  }

  void add(Call call) {
    call.id = nextId();
    call.occupies = true;
    call.recalled = false;
    call.givenNanos = System.nanoTime();
    call.startedNanos = load < threads ? call.givenNanos : 0;
    calls.put(call.id, call);
    load++;
    taken++;
  }

  /** The call needs its thread no more. */
  void release(Call call) {
    if (!call.occupies) {
      return;
    }
    call.occupies = false;
    load--;
    long now = System.nanoTime();
    if (call.startedNanos != 0) {
      meanNanos += ((now - call.startedNanos) - meanNanos) * WEIGHT;
    }
    for (Call next : calls.values()) {
      if (next.occupies && next.startedNanos == 0) {
        next.startedNanos = now;
        break;
      }
    }
  }

  @Override
  public String toString() {
    return "worker " + number + (pid == 0 ? "" : " (pid " + pid + ")");
  }
}
