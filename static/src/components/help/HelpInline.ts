/** Words of a help page with their links, keys and stresses. */
import { h, type FunctionalComponent } from 'vue'
import type { Inline } from '../../composables/helpText'

const draw = (of: Inline[]): (string | ReturnType<typeof h>)[] =>
  of.map((x) => (typeof x === 'string' ? x : x.as === 'a' ? h('a', { href: x.href }, draw(x.of)) : h(x.as, draw(x.of))))
export const HelpInline: FunctionalComponent<{ of: Inline[] }> = (props) => draw(props.of)
HelpInline.props = ['of']
