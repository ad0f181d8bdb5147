/** How many characters of an argument a session row has room for. Measures of the row's own style sheet, as numbers. */

/** One character of 11 px JetBrains Mono with the row's letter spacing, in CSS pixels. */
const characterWidth = 6.38;
/** One character of a badge, and the badge's padding with the gap before it. */
const badgeCharacter = 6.2;
const badgeFrame = 15;
/** Edge, time, mark, tool, duration, outcome, paddings and gaps. */
const fixed = 5 + 1 + 54 + 16 + 54 + 41 + 16 + 10 + 7 * 5;
const agentIndent = 16;

/** Characters an argument needs to say anything: a row with less room for it goes without the words of its badge. */
export const leastRoom = 18;

/** Characters that fit; at least 8, since the style sheet cuts what is still too long. */
export function argumentRoom(sessionWidth: number, agent: boolean, badges: readonly string[], more: number): number {
  const badgeWidth = badges.reduce((sum, badge) => (badge === '' ? sum : sum + badge.length * badgeCharacter + badgeFrame), 0);
  const moreWidth = more === 0 ? 0 : (String(more).length + 1) * badgeCharacter + badgeFrame;
  const left = sessionWidth - fixed - badgeWidth - moreWidth - (agent ? agentIndent : 0);
  return Math.max(8, Math.floor(left / characterWidth));
}
