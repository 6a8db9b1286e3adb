/// Notifications: suppression, toggling, polling, acknowledging, losing them.
@NullMarked
package ringproof.corpus.notification;

import org.jspecify.annotations.NullMarked;
