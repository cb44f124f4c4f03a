// Passkeys in the browser. Without them, or without scripts, the pages show the password form alone.
const token = (root) => root.querySelector('input[name="form-token"]').value;

async function post(path, root, fields = {}) {
  const body = new URLSearchParams({ 'form-token': token(root), ...fields });
  const answer = await fetch(path, { method: 'POST', body, credentials: 'same-origin' });
  if (!answer.ok) throw new Error(answer.status === 429 ? 'Too many attempts. Wait a minute.' : 'The passkey was not accepted.');
  return answer.json();
}

function wire(root, work) {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
  root.hidden = false;
  const button = root.querySelector('button[type="button"]');
  const fault = root.querySelector('.fault');
  button.addEventListener('click', async () => {
    fault.hidden = true;
    button.disabled = true;
    try {
      location.assign((await work(root)).then);
    } catch (error) {
      fault.textContent = error.name === 'NotAllowedError' ? 'It was cancelled, or there is no passkey for this site on this device.' : error.message;
      fault.hidden = false;
      button.disabled = false;
    }
  });
}

async function signIn(root) {
  const options = PublicKeyCredential.parseRequestOptionsFromJSON(await post('/passkeys/request', root));
  const credential = await navigator.credentials.get({ publicKey: options });
  return post('/passkeys/sign-in', root, { credential: JSON.stringify(credential.toJSON()), then: root.dataset.then });
}

async function add(root) {
  const label = root.querySelector('input[name="label"]').value.trim() || 'Passkey';
  const options = PublicKeyCredential.parseCreationOptionsFromJSON(await post('/passkeys/creation', root));
  const credential = await navigator.credentials.create({ publicKey: options });
  return post('/passkeys', root, { credential: JSON.stringify(credential.toJSON()), label });
}

for (const root of document.querySelectorAll('[data-passkey-sign-in]')) wire(root, signIn);
for (const root of document.querySelectorAll('[data-passkey-add]')) wire(root, add);
