export interface Uploaded {
  url: string;
  name: string;
  isPicture: boolean;
  /** What a link to it may be called; empty for a picture. */
  words: string;
}

/** Send one file and say how far it is; the answer, or an Error in the author's words. */
export function uploadFile(
  address: string,
  file: File,
  { onProgress, offline }: { onProgress: (percent: number) => void; offline: string },
): Promise<Uploaded> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.set('file', file, file.name || 'file');
    request.open('POST', address);
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress(Math.round((loaded / total) * 100));
    request.onerror = () => reject(new Error(offline));
    request.onload = () => {
      const answer = request.response as (Uploaded & { error?: string }) | null;
      if (request.status === 201 && answer) resolve(answer);
      else reject(new Error(answer?.error ?? offline));
    };
    request.send(form);
  });
}
