// Selects the command too: where a page may not use the clipboard, the reader still can.
for (const button of document.querySelectorAll(".copy")) {
  button.addEventListener("click", async () => {
    const command = button.nextElementSibling;
    getSelection().selectAllChildren(command);
    try {
      await navigator.clipboard.writeText(command.textContent);
      button.textContent = "copied";
    } catch {
      button.textContent = "selected";
    }
  });
}
