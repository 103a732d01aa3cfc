package io.trajan.vassal.process.worker;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FramesTest {
  private static final long SEED = 1117;

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private static String hex(ByteBuffer buffer) {
    byte[] all = new byte[buffer.remaining()];
    buffer.duplicate().get(all);
    return HexFormat.of().formatHex(all);
  }

  @Test
  void frameHasTheBytesOfTheProtocol() {
    assertThat(hex(Frames.of(Frames.ABORT, 0, 258))).isEqualTo("0000000004000201");
    assertThat(hex(Frames.ofNumber(Frames.CREDIT, 65535, 65536)))
        .isEqualTo("040000000300ffff" + "00000100");
    assertThat(hex(Frames.of(Frames.BODY, Frames.LAST, 1, bytes("6869"))))
        .isEqualTo("0200000002010100" + "6869");
  }

  @Test
  void goldenFrameIsRead() throws Exception {
    Frame frame = requireNonNull(Frames.next(bytes("03000000 43 01 0700 616263 ff")));
    assertThat(frame.type()).isEqualTo(Frames.DATA);
    assertThat(frame.isLast()).isTrue();
    assertThat(frame.id()).isEqualTo(7);
    assertThat(hex(frame.payload())).isEqualTo("616263");
  }

  @Test
  void frameSplitAnywhereIsReadWhenItIsWhole() throws Exception {
    byte[] whole = HexFormat.of().parseHex("030000004301070061626300000000040000ff");
    for (int cut = 0; cut < whole.length; cut++) {
      ByteBuffer part = ByteBuffer.wrap(whole, 0, cut).order(ByteOrder.LITTLE_ENDIAN);
      Frame frame = Frames.next(part);
      assertThat(frame != null).as("%d bytes", cut).isEqualTo(cut >= 11);
      assertThat(part.position()).isEqualTo(frame == null ? 0 : 11);
    }
  }

  @Test
  void severalFramesInOneReadComeInTheirOrder() throws Exception {
    ByteBuffer buffer = bytes("00000000 04 00 0100 01000000 43 00 0200 78 00000000 05 00 0000");
    List<Integer> types = new ArrayList<>();
    for (Frame frame = Frames.next(buffer); frame != null; frame = Frames.next(buffer)) {
      types.add(frame.type());
    }
    assertThat(types).containsExactly(4, 67, 5);
    assertThat(buffer.hasRemaining()).isFalse();
  }

  @Test
  void longestFrameIsWaitedForAndALongerOneRefused() throws Exception {
    ByteBuffer longest = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    longest.putInt(0, Frames.MOST_BYTES);
    assertThat(Frames.next(longest)).isNull();
    longest.putInt(0, Frames.MOST_BYTES + 1);
    assertThatThrownBy(() -> Frames.next(longest))
        .isInstanceOf(BadFrameException.class)
        .hasMessageContaining("expected at most " + Frames.MOST_BYTES);
    longest.putInt(0, -1);
    assertThatThrownBy(() -> Frames.next(longest)).hasMessageContaining("4294967295");
  }

  @Test
  void garbageEndsInAnAnswer() {
    Random random = new Random(SEED);
    for (int round = 0; round < 20_000; round++) {
      byte[] storm = new byte[random.nextInt(64)];
      random.nextBytes(storm);
      ByteBuffer buffer = ByteBuffer.wrap(storm).order(ByteOrder.LITTLE_ENDIAN);
      try {
        Frame frame = Frames.next(buffer);
        if (frame != null && frame.type() == Frames.ANSWER) {
          AnswerHead.read(frame.payload());
        }
      } catch (BadFrameException e) {
        assertThat(e).as("seed %d", SEED).hasMessageMatching("(?s).+");
      }
    }
  }
}
