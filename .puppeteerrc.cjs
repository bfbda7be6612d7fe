// The browser is found on the machine or inside @sparticuz/chromium; nothing is downloaded.
module.exports = { skipDownload: true };
