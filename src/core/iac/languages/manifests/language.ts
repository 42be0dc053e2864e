import { flawsOfTree } from '../../formats/flaws.ts';
import type { Language } from '../../language.ts';
import { fixesFor } from './fixes/index.ts';
import { ManifestFiles } from './manifest.ts';
import type { Provider } from './provider.ts';
import { readTrails } from './read.ts';
import { surroundingsOf } from './surroundings.ts';

/** A language whose texts are manifests of Kubernetes, for the controllers of one provider. */
export function manifestLanguage(provider: Provider): Language {
  const files = new ManifestFiles();
  return {
    id: provider.language,
    claims: ({ text }) => provider.mayDeclareTrail(text),
    read: async (document, sources, signal) => {
      const around = await surroundingsOf(document, files, provider, sources, signal);
      const { trails, gaveUp } = await readTrails(around);
      return { trails: trails.map(({ declaration }) => declaration), gaveUp };
    },
    flaws: document => flawsOfTree(document.text, files.read(document).tree),
    fixes: async (finding, document, sources, context) =>
      fixesFor(finding, await surroundingsOf(document, files, provider, sources), context),
  };
}
