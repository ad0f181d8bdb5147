/** What the settings of an editor ask of the agent's extension: in the user's file, in a workspace, in a development container. */
import type { DirectRequest } from './piece.ts';
import { at, textOf, type Tree } from './tree.ts';

export function editorSettings(settings: Tree | undefined, place: Pick<DirectRequest, 'origin' | 'env' | 'envFrom' | 'reach'>): { readonly direct: readonly DirectRequest[] } {
  const direct: DirectRequest[] = [];
  const ask = (key: string, wanted: string, offers: boolean): void => {
    const tree = at(settings, key);
    if (tree === undefined || textOf(tree) !== wanted) return;
    direct.push({ ...place, request: { agent: 'Claude Code', flag: `${key}: ${wanted}`, offers }, start: settings?.keys.get(key) ?? tree.start, text: `"${key}": ${wanted}`, how: 'editor setting' });
  };
  ask('claudeCode.allowDangerouslySkipPermissions', 'true', true);
  ask('claudeCode.initialPermissionMode', 'bypassPermissions', false);
  return { direct };
}
