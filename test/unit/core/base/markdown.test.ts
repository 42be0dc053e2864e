import assert from 'node:assert/strict';
import { code, escapeMarkdown, fenced, inLine, table } from '../../../../src/core/base/markdown.ts';

describe('text in Markdown', () => {
  it('is nothing but text in a hover, where icons are looked for after the escapes', () => {
    assert.equal(
      escapeMarkdown('[a](command:b) <b> `c` *d* _e_ & # ! $(pass)\n# f'),
      String.raw`\[a\]\(command:b\) \<b\> \`c\` \*d\* \_e\_ \& \# \! &#36;\(pass\) \# f`,
    );
  });

  it('stays readable in a document, and makes no link, tag, emphasis or formula', () => {
    assert.equal(
      inLine('app-audit_logs-1 <img src=x> [a](command:b) *c* _d_ `e` ~~f~~ &lt; $x$ a|b \\'),
      String.raw`app-audit_logs-1 \<img src=x> \[a\](command:b) \*c\* \_d\_ \`e\` \~\~f\~\~ \&lt; \$x\$ a\|b \\`,
    );
  });

  it('stays in its cell', () => {
    assert.deepEqual(table(['one', 'two', 'three'], [['a | b\r\nc', '\\', '<b>']]), [
      '| one | two | three |',
      '| --- | --- | --- |',
      String.raw`| a \| b c | \\ | \<b> |`,
    ]);
  });

  it('is code only where it cannot leave it', () => {
    assert.equal(
      code('arn:aws:kms:eu-west-1:111122223333:key/1'),
      '`arn:aws:kms:eu-west-1:111122223333:key/1`',
    );
    assert.equal(code('a` [x](command:y)'), String.raw`a\` \[x\]\(command:y\)`);
    assert.equal(code('$(pass)'), String.raw`&#36;\(pass\)`);
  });

  it('stays between its fences', () => {
    assert.equal(fenced('json', '{}\n```\n# not a heading'), '````json\n{}\n```\n# not a heading\n````');
  });
});
