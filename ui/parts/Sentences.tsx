/** A line breaks between sentences, and in Chinese at a comma, before it breaks inside one. */
export function Sentences({ children }: { readonly children: string }) {
  return (
    <>
      {children.split(/(?<=[。！？，]|[.!?]\s)(?!\d|$)/).map((sentence) => (
        <span key={sentence} class="sentence">
          {sentence}
        </span>
      ))}
    </>
  );
}
