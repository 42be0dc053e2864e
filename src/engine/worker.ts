import { createLanguages } from '../core/iac/index.ts';
import { serve } from './serve.ts';

/* The thread's own program: a file beside the entry, see esbuild.mjs. */

serve(createLanguages());
