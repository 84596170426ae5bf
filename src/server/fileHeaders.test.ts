import { expect, test } from 'vitest';
import { assetHeaders } from './fileHeaders.ts';

const sealed = {
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
};

test.each(['image/png', 'image/svg+xml'])('a picture (%s) is shown, and nothing in it runs', (mediaType) => {
  const headers = assetHeaders({ name: 'a', mediaType, size: 5 });
  expect(headers).toMatchObject({ ...sealed, 'content-type': mediaType, 'content-length': '5' });
  expect(headers).not.toHaveProperty('content-disposition');
});

test.each(['application/pdf', 'text/plain; charset=utf-8', 'image/heic', 'video/mp4'])(
  'anything else (%s) is a download under its own name',
  (mediaType) => {
    expect(assetHeaders({ name: 'Übersicht "1".pdf', mediaType, size: 5 })).toMatchObject({
      ...sealed,
      'content-disposition': `attachment; filename="_bersicht _1_.pdf"; filename*=UTF-8''%C3%9Cbersicht%20%221%22.pdf`,
    });
  },
);
