/** Whether a path alone, as a flow names it, is one of a credential store. For joins, which have no machine at hand. */
import { storeOf } from './credential-stores.ts';

const homes = /^(?:\/(?:home|Users)\/[^/]+|\/root|[A-Z]:\/Users\/[^/]+)(?=\/)/;

/** The path and the store's title, or null. */
export function credentialPath(path: string): string | null {
  const store = storeOf(path.replace(homes, '~'));
  return store === null || store.id === 'history' ? null : `${path} (${store.title})`;
}
