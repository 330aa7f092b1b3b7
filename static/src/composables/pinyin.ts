/**
 * The initials by which somebody types a Chinese name: 县住建局 is xzjj. The order of characters by sound is the browser's own
 * (Intl.Collator); the first character of each letter marks where the letter begins. A character that is read in several ways counts as
 * the one that the order has.
 */
const LETTERS = 'abcdefghjklmnopqrstwxyz'
const FIRSTS = '阿八嚓咑妸发旮哈丌咔垃妈拏噢妑七呥仨他屲夕丫帀'

const collator = new Intl.Collator('zh-Hans-CN-u-co-pinyin')

function initial(char: string): string {
  if (!/\p{Script=Han}/u.test(char)) return /[a-z0-9]/i.test(char) ? char.toLowerCase() : ''
  let found = ''
  for (let i = 0; i < LETTERS.length && collator.compare(FIRSTS[i]!, char) <= 0; i++) found = LETTERS[i]!
  return found
}
export const initials = (name: string): string => [...name].map(initial).join('')
