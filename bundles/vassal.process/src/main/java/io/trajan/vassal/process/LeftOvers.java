package io.trajan.vassal.process;

import io.trajan.vassal.process.warden.Quarters;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Directories of generations that an emperor who was killed left behind. */
final class LeftOvers {
  private static final Logger LOG = LoggerFactory.getLogger(LeftOvers.class);

  private LeftOvers() {}

  /** Removes those whose warden is gone; one that lives is about to end and removes its own. */
  static void remove(Path directories) {
    if (!Files.isDirectory(directories)) {
      return;
    }
    try (Stream<Path> all = Files.list(directories)) {
      List<Path> dead = all.filter(Files::isDirectory).filter(d -> !lives(d)).toList();
      for (Path directory : dead) {
        new Quarters(directory).close();
        LOG.info("removed what {} left behind", directory.getFileName());
      }
    } catch (IOException e) {
      LOG.warn("{} could not be tidied: {}", directories, e.toString());
    }
  }

  private static boolean lives(Path directory) {
    Quarters quarters = new Quarters(directory);
    try (SocketChannel warden =
        SocketChannel.open(UnixDomainSocketAddress.of(quarters.socket("warden.sock")))) {
      return warden.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
