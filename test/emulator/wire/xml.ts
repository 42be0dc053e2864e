export type XmlValue =
  | string
  | number
  | boolean
  | undefined
  | readonly XmlValue[]
  | { readonly [name: string]: XmlValue };

/**
 * Writes one element. A list repeats the element, `undefined` leaves it out:
 * `element('Tag', ['a', 'b'])` → `<Tag>a</Tag><Tag>b</Tag>`.
 */
export function element(name: string, value: XmlValue, attributes = ''): string {
  if (value === undefined) return '';
  if (isList(value)) return value.map(item => element(name, item, attributes)).join('');
  const inner =
    typeof value === 'object'
      ? Object.entries(value)
          .map(([child, childValue]) => element(child, childValue))
          .join('')
      : escapeText(String(value));
  return `<${name}${attributes}>${inner}</${name}>`;
}

export function xmlDocument(name: string, namespace: string | undefined, value: XmlValue): string {
  const attributes = namespace === undefined ? '' : ` xmlns="${namespace}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(name, value, attributes)}`;
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
