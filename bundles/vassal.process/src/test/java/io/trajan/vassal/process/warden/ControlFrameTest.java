package io.trajan.vassal.process.warden;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trajan.vassal.process.worker.BadFrameException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlFrameTest {
  private static final long SEED = 98;

  private static String hex(ByteBuffer buffer) {
    byte[] all = new byte[buffer.remaining()];
    buffer.get(all);
    return HexFormat.of().formatHex(all);
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex)).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void ordersHaveTheBytesThatTheWardenExpects() {
    assertThat(hex(ControlFrame.kill(9))).isEqualTo("4b00000002000000" + "0900");
    assertThat(hex(ControlFrame.kill(12, 4660))).isEqualTo("4b00000008000000" + "0c02000034120000");
    assertThat(hex(ControlFrame.stop(60_000))).isEqualTo("5100000004000000" + "60ea0000");
    assertThat(hex(ControlFrame.survive(true))).isEqualTo("4d0000000100000001");
  }

  @Test
  void frameSplitAnywhereIsReadWhenItIsWhole() throws Exception {
    byte[] whole = HexFormat.of().parseHex("520000000500000072656164790000");
    for (int cut = 0; cut <= whole.length; cut++) {
      ByteBuffer part = ByteBuffer.wrap(whole, 0, cut).order(ByteOrder.LITTLE_ENDIAN);
      ControlFrame frame = ControlFrame.next(part);
      if (cut < 13) {
        assertThat(frame).isNull();
        assertThat(part.position()).isZero();
      } else {
        requireNonNull(frame);
        assertThat(frame.type()).isEqualTo('R');
        assertThat(frame.text()).isEqualTo("ready");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"5201000000000000", "5200010000000000", "5200000001000100", "52000000ffffffff"})
  void whatCannotBeAFrameIsRefused(String hex) {
    assertThatThrownBy(() -> ControlFrame.next(bytes(hex))).isInstanceOf(BadFrameException.class);
  }

  @Test
  void garbageEndsInAnAnswer() {
    Random random = new Random(SEED);
    for (int round = 0; round < 20_000; round++) {
      byte[] storm = new byte[random.nextInt(40)];
      random.nextBytes(storm);
      try {
        ControlFrame.next(ByteBuffer.wrap(storm).order(ByteOrder.LITTLE_ENDIAN));
      } catch (BadFrameException e) {
        assertThat(e).as("seed %d", SEED).hasMessageContaining("expected");
      }
    }
  }
}
