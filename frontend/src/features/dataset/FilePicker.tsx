import { Button } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { useRef } from "react";

/** Opens a CSV file by the system's dialog; files may be dropped anywhere as well. */
export function FilePicker({ onFile }: { onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        size="sm"
        variant="default"
        aria-label="Open a file"
        title="Or drop a file anywhere on this page. It goes to your own service only."
        leftSection={<IconFileUpload size={17} stroke={1.7} />}
        onClick={() => input.current?.click()}
      >
        Open a file
      </Button>
      <input
        ref={input}
        type="file"
        accept=".csv,.tsv,.txt,text/csv,text/plain"
        aria-label="CSV file"
        hidden
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file) onFile(file);
          // The same file may be chosen again after it has been mended.
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}
