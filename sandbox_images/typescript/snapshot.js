// A tsc that starts quickly: the compiler with the declarations of ECMAScript and Node.js parsed and bound, in a start-up
// snapshot of Node.js. Appended to typescript.js (which defines `ts`) while the image is built; see build-snapshot.
"use strict";

{
    const declarations = new Map();

    function compilerHost(options) {
        const host = ts.createCompilerHost(options);
        const parse = host.getSourceFile;
        host.getSourceFile = (name, ...rest) => declarations.get(name) ?? parse.call(host, name, ...rest);
        // The compiler's own remembers the folder in which the snapshot was made.
        host.getCurrentDirectory = () => process.cwd();
        return host;
    }

    /** Compiles as tsc does; returns its exit code: 0, 1 where nothing was written, 2 where files came in spite of errors. */
    function compile(argv) {
        const { options, fileNames, errors } = ts.parseCommandLine(argv);
        const host = compilerHost(options);
        const report = (diagnostics) =>
            ts.sys.write(ts.formatDiagnostics(ts.sortAndDeduplicateDiagnostics(diagnostics), host));
        if (errors.length > 0) {
            report(errors);
            return 1;
        }
        const program = ts.createProgram(fileNames, options, host);
        const found = ts.getPreEmitDiagnostics(program);
        const { emitSkipped, diagnostics } = program.emit();
        report([...found, ...diagnostics]);
        if (found.length + diagnostics.length === 0) return 0;
        return emitSkipped ? 1 : 2;
    }

    /** Parses and binds every declaration file that a program gets with these options. */
    function warm(argv) {
        const { options, fileNames } = ts.parseCommandLine(argv);
        const program = ts.createProgram(fileNames, options, ts.createCompilerHost(options));
        const found = ts.getPreEmitDiagnostics(program);
        if (found.length > 0) throw new Error(ts.formatDiagnostics(found, ts.createCompilerHost(options)));
        for (const file of program.getSourceFiles()) {
            if (file.isDeclarationFile) declarations.set(file.fileName, file);
        }
    }

    warm(process.argv.slice(2));
    require("v8").startupSnapshot.setDeserializeMainFunction(() => {
        process.exitCode = compile(process.argv.slice(2));
    });
}
