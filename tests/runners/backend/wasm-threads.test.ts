import { testBackend } from './suite.ts';

testBackend({ name: 'wasm', threads: 2 });
