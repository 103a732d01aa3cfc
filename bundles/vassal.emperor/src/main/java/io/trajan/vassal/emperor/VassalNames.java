package io.trajan.vassal.emperor;

import io.trajan.shell.Candidates;
import io.trajan.vassal.VassalInfo;
import io.trajan.vassal.Vassals;
import java.util.Collection;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The names of the vassals, to complete command lines with. */
@Component
public final class VassalNames implements Candidates {
  private final Vassals vassals;

  /** Names of these vassals. */
  @Activate
  public VassalNames(@Reference Vassals vassals) {
    this.vassals = vassals;
  }

  @Override
  public String kind() {
    return "vassal";
  }

  @Override
  public Collection<String> names() {
    return vassals.list().stream().map(VassalInfo::name).toList();
  }
}
