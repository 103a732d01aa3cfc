/**
 * What installing and uninstalling features comes to, computed from values; no framework in here.
 */
@NullMarked
package io.trajan.deploy.plan;

import org.jspecify.annotations.NullMarked;
