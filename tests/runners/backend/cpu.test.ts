import { testBackend } from './suite.ts';

testBackend({ name: 'cpu' });
