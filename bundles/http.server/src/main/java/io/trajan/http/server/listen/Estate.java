package io.trajan.http.server.listen;

import io.netty.channel.unix.FileDescriptor;
import io.trajan.http.server.net.Admission;
import io.trajan.http.server.net.Counters;
import io.trajan.http.server.net.Heir;
import io.trajan.http.server.net.Peer;
import io.trajan.http.server.net.Profile;
import io.trajan.request.Endpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Connections that are left to the next version of this bundle. Thread-safe. */
final class Estate implements Heir {
  private static final String REMOTE = "remote";
  private static final String LOCAL = "local";

  private final Admission admission;
  private final AtomicInteger room;
  private final Map<Counters, List<Left>> byListener = new HashMap<>();

  /** A connection that is left. */
  record Left(int descriptor, Map<String, String> note) {
    Runnable discard() {
      return Closing.of(new FileDescriptor(descriptor));
    }
  }

  Estate(Admission admission, int room) {
    this.admission = admission;
    this.room = new AtomicInteger(room);
  }

  @Override
  public boolean hasRoom() {
    return room.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }

  @Override
  public void take(Profile profile, int descriptor, Peer peer) {
    Map<String, String> note =
        Map.of(REMOTE, text(peer.remote()), LOCAL, text(peer.local()), "scheme", peer.scheme());
    synchronized (byListener) {
      byListener
          .computeIfAbsent(profile.counters(), counters -> new ArrayList<>())
          .add(new Left(descriptor, note));
    }
    profile.counters().count(Counters.Event.HANDED_OVER);
    admission.leave(profile.counters());
  }

  /** What was left at a listener. */
  List<Left> of(Listener listener) {
    synchronized (byListener) {
      return List.copyOf(byListener.getOrDefault(listener.counters(), List.of()));
    }
  }

  /** The ends that a note tells of. */
  static Peer peer(Map<String, String> note) {
    return new Peer(
        endpoint(note.getOrDefault(REMOTE, "-1 ")),
        endpoint(note.getOrDefault(LOCAL, "-1 ")),
        note.getOrDefault("scheme", "http"));
  }

  private static String text(Endpoint endpoint) {
    return endpoint.port() + " " + endpoint.host();
  }

  private static Endpoint endpoint(String text) {
    int space = text.indexOf(' ');
    return new Endpoint(text.substring(space + 1), Integer.parseInt(text.substring(0, space)));
  }
}
