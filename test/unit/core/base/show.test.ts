import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  commandData,
  commandProperty,
  onOneLine,
  printJson,
  quoted,
  quotedAddress,
  visible,
  visibleJson,
  visibleLines,
  withoutIcons,
  withoutLinks,
  withoutLinksAndIcons,
  withShortKeys,
  xml,
} from '../../../../src/core/base/show.ts';
import { holds } from '../../holds.ts';

describe('text that others wrote', () => {
  it('shows what acts instead of being seen', () => {
    assert.equal(visible('a\u001b[2J\u009b31m\u007f'), String.raw`a\u{1b}[2J\u{9b}31m\u{7f}`);
    assert.equal(visible('alias/\u202egnp.exe\u2066'), String.raw`alias/\u{202e}gnp.exe\u{2066}`);
    assert.equal(
      visible('pay\u200bpal\ufeff\u00ad\u{e0041}'),
      String.raw`pay\u{200b}pal\u{feff}\u{ad}\u{e0041}`,
    );
    assert.equal(visible('a\nb\u2028c\ud800'), String.raw`a\u{a}b\u{2028}c\u{d800}`);
  });

  it('keeps letters of every script, and signs', () => {
    for (const name of ['Prüfung', '審計', 'аудит', 'ελεγχος', 'مراجعة', '📜 logs', 'a b']) {
      assert.equal(visible(name), name);
    }
  });

  it('keeps the lines of a log, and only them', () => {
    assert.equal(visibleLines('a\n\tb\r\u001b[0m'), 'a\n\tb\\u{d}\\u{1b}[0m');
  });

  it('is text in XML, whatever it holds, on the lines that it had', () => {
    assert.equal(
      xml(`</a> & "b" 'c'\n\td\u001b\uFFFE`),
      String.raw`&#60;/a&#62; &#38; &#34;b&#34; &#39;c&#39;&#10;&#9;d\u{1b}\u{fffe}`,
    );
  });

  it('stays in the workflow command that it is part of', () => {
    assert.equal(commandData('100%\n::error::x'), '100%25%0A::error::x');
    assert.equal(commandProperty('a,b:c%\r\n'), 'a%2Cb%3Ac%25\\u{d}%0A');
  });

  it('leaves the values of JSON as they are', () => {
    const values = { name: 'a\u009b\u202e\u{e0041}\n', list: ['\u200b', 'ü'] };
    const text = printJson(values);
    assert.deepEqual(JSON.parse(text), values);
    assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u);
    assert.match(text, /\\u009b\\u202e\\udb40\\udc41/);
  });

  it('stands on one line where there is one', () => {
    assert.equal(onOneLine('AccessDenied:\r\n  not\tallowed \n'), 'AccessDenied: not allowed ');
  });

  it('makes no link in a notification', () => {
    assert.equal(
      withoutLinks('Trail [x](command:workbench.action.terminal.new) failed'),
      'Trail [x] (command:workbench.action.terminal.new) failed',
    );
    assert.equal(withoutLinks('[a](https://x.example "t")](b)'), '[a] (https://x.example "t")] (b)');
  });

  it('draws no icon in a row', () => {
    assert.equal(withoutIcons('$(pass) ok $(sync~spin)'), String.raw`\$(pass) ok \$(sync~spin)`);
    assert.equal(withoutIcons('costs $(5 or 6)'), 'costs $(5 or 6)');
    assert.equal(withoutLinksAndIcons('$(pass) [x](command:y)'), String.raw`\$(pass) [x] (command:y)`);
  });

  it('may be escaped twice, and holds nothing that acts, whatever it is', () => {
    const places = [visible, visibleLines, onOneLine, withoutLinks, withoutIcons, withoutLinksAndIcons];
    const texts = fc.string({
      unit: fc.oneof(fc.constantFrom('\\', '$(', 'x', ')', '](', '[', '\n', '\u009b', '\u202e'), fc.string()),
    });
    holds(
      fc.property(texts, text => {
        for (const place of places) {
          const once = place(text);
          assert.equal(place(once), once);
        }
        // The two patterns of VS Code (linkedText.ts, iconLabels.ts): what they find in a text is acted upon.
        const shown = withoutLinksAndIcons(text);
        assert.doesNotMatch(shown, /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)/i);
        for (const [, backslash] of shown.matchAll(/(\\)?\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/g)) {
          assert.equal(backslash, '\\');
        }
        assert.doesNotMatch(shown, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }),
    );
  });

  it('escapes JSON that is JSON already', () => {
    holds(
      fc.property(fc.json(), text => {
        assert.deepEqual(JSON.parse(visibleJson(text)), JSON.parse(text));
      }),
    );
  });
});

describe('a quote of code', () => {
  it('is at most 100 characters of one line', () => {
    assert.equal(quoted('${file("a")}\n  and more'), '${file("a")} and more');
    const long = quoted('ab '.repeat(5_000_000));
    assert.ok([...long].length <= 100, long);
    assert.match(long, /…$/);
    assert.equal([...quoted('📜'.repeat(200))].length, 100);
  });

  it('has no secret', () => {
    assert.equal(quoted('key AKIAIOSFODNN7EXAMPLE'), 'key [removed]');
  });

  it('cuts the key of an instance, and keeps the rest of an address', () => {
    const address = `module.a["${'long '.repeat(100)}"].aws_cloudtrail.main["eu"]`;
    assert.equal(
      withShortKeys(address),
      `module.a["${'long '.repeat(20).slice(0, 99)}…"].aws_cloudtrail.main["eu"]`,
    );
    assert.equal([...quotedAddress(address)].length, 100);
    assert.equal(withShortKeys('aws_cloudtrail.x["AKIAIOSFODNN7EXAMPLE"]'), 'aws_cloudtrail.x["[removed]"]');
    assert.equal(
      quotedAddress('AuditTrailLogsBucketEncryptionKey1A2B3C4'),
      'AuditTrailLogsBucketEncryptionKey1A2B3C4',
    );
  });
});
