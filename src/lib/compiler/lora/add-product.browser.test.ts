import { test } from 'vitest';
import { expectExactProducts } from '../../../../tests/support/exact-product';

test('products of any size, to the last bit', expectExactProducts);
