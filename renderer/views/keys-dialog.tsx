/** All keys in one list, by view: what `state/key-list.ts` holds, which the compiler keeps true. */
import { type KeyGroup, keyCap, keyList, ownKeys } from '../state/key-list.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import styles from './keys-dialog.module.css';

/** The groups by heading, in the order of the list. */
function sections(): readonly KeyGroup[] {
  const byTitle = new Map<string, KeyGroup>();
  for (const group of [...Object.values(keyList), ...ownKeys]) {
    byTitle.set(group.title, { title: group.title, lines: [...(byTitle.get(group.title)?.lines ?? []), ...group.lines] });
  }
  return [...byTitle.values()];
}

export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="All keys" onClose={onClose} wide>
      <div className={styles.columns}>
        {sections().map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl className={styles.list}>
              {group.lines.map(({ keys, does }) => (
                <div key={does}>
                  <dt>
                    {keys.map((key) => (
                      <Kbd key={key}>{keyCap(key)}</Kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className={styles.note}>Single letters rest while a text field has the focus.</p>
    </Dialog>
  );
}
