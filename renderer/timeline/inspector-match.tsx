/** The search hit that the analyst stands on: which field, how often, the words around it. It may lie in what the sections below leave out. */
import type { SearchHit } from '../../shared/contract.ts';
import { HitField, HitSnippet } from '../search/hit-list.tsx';
import { countOf } from '../text/figures.ts';
import { Button } from '../ui/button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { stepHit } from '../search/search-store.ts';
import styles from './inspector.module.css';
import { placeText } from './provenance-text.ts';

export function InspectorMatch({ hit }: { readonly hit: SearchHit }) {
  return (
    <section aria-label="Search hit">
      <h3 className={styles.sectionHead}>
        <span>
          Found in <HitField hit={hit} />
        </span>
        <span className={styles.sectionEnd}>{countOf(hit.occurrences, 'place')}</span>
      </h3>
      <div className={styles.code}>
        <HitSnippet hit={hit} inline={false} />
      </div>
      <p className={styles.aside}>{placeText(hit.place)}</p>
      <div className={styles.buttons}>
        <Button small onClick={() => stepHit('next')}>
          Next hit <Kbd>F3</Kbd>
        </Button>
      </div>
    </section>
  );
}
